//! The file: a gzipped tar of named parts, the manifest last. Reading it believes nothing: names come
//! from a list, sizes have limits, and nothing is written where a name points.

use super::{
    Manifest,
    tables::{self, Row, Rows},
};
use anyhow::{Context as _, bail};
use aws_lc_rs::digest::{Context as Digest, SHA256};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

const MANIFEST: &str = "manifest.json";
/// The longest row, in bytes.
const ROW_BYTES_AT_MOST: u64 = 16 * 1024 * 1024;
/// The largest part beside tables: a picture, the manifest.
const PART_BYTES_AT_MOST: u64 = 64 * 1024 * 1024;
/// The whole, unpacked: beyond it is a bomb.
const BYTES_AT_MOST: u64 = 256 * 1024 * 1024 * 1024;

/// Writes a backup beside its place, and moves it there when it is whole.
pub struct Writer {
    tar: tar::Builder<GzEncoder<BufWriter<File>>>,
    place: PathBuf,
    unfinished: PathBuf,
    digests: BTreeMap<String, String>,
}

impl Writer {
    pub fn create(place: &Path) -> anyhow::Result<Self> {
        if place.exists() {
            bail!("{} exists already", place.display());
        }
        let unfinished = place.with_extension("unfinished");
        let file = private_file(&unfinished)?;
        let gzip = GzEncoder::new(BufWriter::new(file), Compression::default());
        Ok(Self {
            tar: tar::Builder::new(gzip),
            place: place.to_owned(),
            unfinished,
            digests: BTreeMap::new(),
        })
    }

    pub fn add(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let mut digest = Digest::new(&SHA256);
        digest.update(bytes);
        self.digests.insert(name.to_owned(), hex(digest));
        self.append(name, bytes.len() as u64, bytes)
    }

    fn append(&mut self, name: &str, size: u64, from: impl Read) -> anyhow::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_cksum();
        self.tar
            .append_data(&mut header, name, from)
            .with_context(|| format!("writing {}", self.unfinished.display()))
    }

    /// Begin a part whose length is known only at its end.
    pub fn lines(&self, name: &str) -> anyhow::Result<Lines> {
        let place = self.place.with_extension("lines");
        Ok(Lines {
            name: name.to_owned(),
            file: BufWriter::new(private_file(&place)?),
            place,
            digest: Digest::new(&SHA256),
        })
    }

    pub fn add_pictures(&mut self, folder: &Path) -> anyhow::Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_picture(&name) {
                let bytes = fs::read(entry.path())
                    .with_context(|| format!("reading {}", entry.path().display()))?;
                self.add(&format!("media/{name}"), &bytes)?;
            }
        }
        Ok(())
    }

    pub fn digests(&self) -> BTreeMap<String, String> {
        self.digests.clone()
    }

    pub fn finish(mut self, manifest: &Manifest) -> anyhow::Result<()> {
        let json = serde_json::to_vec_pretty(manifest)?;
        self.append(MANIFEST, json.len() as u64, &json[..])?;
        let file = self.tar.into_inner()?.finish()?.into_inner()?;
        file.sync_all()?;
        fs::rename(&self.unfinished, &self.place)
            .with_context(|| format!("writing {}", self.place.display()))
    }
}

/// A part under way.
pub struct Lines {
    name: String,
    file: BufWriter<File>,
    place: PathBuf,
    digest: Digest,
}

impl Lines {
    pub fn add(&mut self, line: &str) -> anyhow::Result<()> {
        for bytes in [line.as_bytes(), b"\n"] {
            self.digest.update(bytes);
            self.file.write_all(bytes)?;
        }
        Ok(())
    }

    pub fn finish(self, writer: &mut Writer) -> anyhow::Result<()> {
        let mut file = self.file.into_inner()?;
        let size = file.stream_position()?;
        file.rewind()?;
        writer.append(&self.name, size, BufReader::new(file))?;
        writer.digests.insert(self.name, hex(self.digest));
        fs::remove_file(&self.place)?;
        Ok(())
    }
}

/// What a backup was found to hold.
pub struct Contents {
    pub manifest: Manifest,
    pub digests: BTreeMap<String, String>,
    pub rows: BTreeMap<String, u64>,
}

impl Contents {
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let mut manifest = None;
        let (mut digests, mut rows) = (BTreeMap::new(), BTreeMap::new());
        each_part(file, |part, mut body| {
            if part == Part::Manifest {
                let json = whole(&mut body)?;
                manifest = Some(serde_json::from_slice(&json).context("reading the manifest")?);
                return Ok(());
            }
            let mut hashed = Hashed::new(body);
            if let Part::Table(table) = &part {
                let mut count = 0;
                lines_of(&mut hashed, |line| {
                    count += 1;
                    if tables::is_row(&line) {
                        Ok(())
                    } else {
                        bail!("the backup is damaged: {table} has a line that is no row")
                    }
                })?;
                rows.insert(table.clone(), count);
            }
            digests.insert(part.name(), hashed.finish()?);
            Ok(())
        })?;
        let manifest = manifest.context("the backup is not whole: it has no manifest")?;
        Ok(Self {
            manifest,
            digests,
            rows,
        })
    }
}

/// The names a backup may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Manifest,
    Table(String),
    Picture(String),
    Secret,
    Settings,
}

impl Part {
    fn named(name: &str) -> Option<Self> {
        match name {
            MANIFEST => Some(Self::Manifest),
            "secret.key" => Some(Self::Secret),
            "settings.toml" => Some(Self::Settings),
            name => {
                if let Some(table) = name.strip_prefix("tables/") {
                    let table = table.strip_suffix(".jsonl")?;
                    return tables::ALL
                        .contains(&table)
                        .then(|| Self::Table(table.to_owned()));
                }
                let picture = name.strip_prefix("media/")?;
                is_picture(picture).then(|| Self::Picture(picture.to_owned()))
            }
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Manifest => MANIFEST.to_owned(),
            Self::Table(table) => format!("tables/{table}.jsonl"),
            Self::Picture(picture) => format!("media/{picture}"),
            Self::Secret => "secret.key".to_owned(),
            Self::Settings => "settings.toml".to_owned(),
        }
    }
}

/// A ULID and an ending: nothing that leads out of a folder.
fn is_picture(name: &str) -> bool {
    match name.split_once('.') {
        Some((id, ending)) => {
            id.parse::<crate::ids::MediaId>().is_ok() && matches!(ending, "jpg" | "png")
        }
        None => false,
    }
}

type Body<'a> = tar::Entry<'a, std::io::Take<GzDecoder<BufReader<File>>>>;

fn each_part(
    file: &Path,
    mut visit: impl FnMut(Part, Body<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let opened = File::open(file).with_context(|| format!("opening {}", file.display()))?;
    let unpacked = GzDecoder::new(BufReader::new(opened)).take(BYTES_AT_MOST);
    let mut archive = tar::Archive::new(unpacked);
    for entry in archive.entries().context("reading the backup")? {
        let entry = entry.context("the backup is damaged")?;
        let name = entry.path()?.to_string_lossy().into_owned();
        let Some(part) = Part::named(&name) else {
            bail!("the backup has a part that does not belong there: {name}");
        };
        visit(part, entry).with_context(|| format!("reading {name}"))?;
    }
    // To its very end, where the checksum of the whole stands.
    let rest = std::io::copy(&mut archive.into_inner(), &mut std::io::sink());
    rest.context("the backup is damaged")?;
    Ok(())
}

/// One part, whole.
pub fn part(file: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut found = None;
    each_part(file, |part, mut body| {
        if part.name() == name {
            found = Some(whole(&mut body)?);
        }
        Ok(())
    })?;
    found.with_context(|| format!("the backup has no {name}"))
}

/// Every row of every table.
pub fn each_row(
    file: &Path,
    read: impl Fn(&str, String) -> anyhow::Result<Row>,
) -> anyhow::Result<Rows> {
    let mut rows = Rows::default();
    each_part(file, |part, body| {
        if let Part::Table(table) = &part {
            lines_of(body, |line| {
                rows.add(read(table, line)?);
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(rows)
}

pub fn restore_pictures(file: &Path, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    each_part(file, |part, mut body| {
        if let Part::Picture(picture) = &part {
            fs::write(folder.join(picture), whole(&mut body)?)?;
        }
        Ok(())
    })
}

fn whole(body: &mut impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    body.take(PART_BYTES_AT_MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > PART_BYTES_AT_MOST {
        bail!("it is larger than anything a backup holds");
    }
    Ok(bytes)
}

fn lines_of(
    body: impl Read,
    mut visit: impl FnMut(String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = BufReader::new(body);
    loop {
        let mut line = String::new();
        let read = reader
            .by_ref()
            .take(ROW_BYTES_AT_MOST)
            .read_line(&mut line)?;
        match (read, line.ends_with('\n')) {
            (0, _) => return Ok(()),
            (_, false) => bail!("the backup is damaged: a row has no end"),
            (_, true) => visit(line.trim_end().to_owned())?,
        }
    }
}

/// Reads through, and hashes what went by.
struct Hashed<R> {
    from: R,
    digest: Digest,
}

impl<R: Read> Hashed<R> {
    fn new(from: R) -> Self {
        Self {
            from,
            digest: Digest::new(&SHA256),
        }
    }

    fn finish(mut self) -> anyhow::Result<String> {
        std::io::copy(&mut self, &mut std::io::sink())?;
        Ok(hex(self.digest))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

fn hex(digest: Digest) -> String {
    let digest = digest.finish();
    digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A backup holds every secret there is: nobody else may read it. What lies there already, left by a
/// backup that was interrupted or put there by somebody, is not written into.
fn private_file(place: &Path) -> anyhow::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let _ = fs::remove_file(place);
    File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(place)
        .with_context(|| format!("writing {}", place.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::repeat;

    #[test]
    fn what_is_longer_than_anything_in_a_backup_is_not_read() {
        assert!(whole(&mut repeat(0).take(PART_BYTES_AT_MOST)).is_ok());
        assert!(whole(&mut repeat(0).take(PART_BYTES_AT_MOST + 1)).is_err());
        let row = repeat(b'x').take(ROW_BYTES_AT_MOST).chain(&b"\n"[..]);
        assert!(lines_of(row, |_| Ok(())).is_err());
    }
}
