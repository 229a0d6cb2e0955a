# The commands we use every day. `just` alone lists them; each is one line you can type without just.

# list the recipes
default:
    @just --list

# two federated instances with sample content, forgotten when you stop them
demo:
    cargo run --release -- demo

# one instance on your own settings file, rebuilt as you left it
dev:
    cargo run -- serve --config verbund.toml

# two federated instances from the debug build, kept in data/two between runs
two:
    cargo run -- demo --keep data/two

# the tests that need nothing but Rust, by name if you give one
test *name:
    cargo test --workspace {{name}}

# everything CI runs, or the named parts of it
check *parts:
    tests/run {{parts}}

# the formatter and the linter, as check runs them
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings

# keep another server's answer as a fixture: just fixture mastodon/event https://…
fixture name url:
    curl --fail --silent --show-error -H 'Accept: application/activity+json' '{{url}}' | python3 -m json.tool --no-ensure-ascii > 'federation/fixtures/{{name}}.json'

# forget the development database
db-reset:
    rm -rf data
