// Gives an event of the demo an agenda, as a coordinator does at the desk, but without a browser.

import assert from "node:assert/strict";

/** Signs in with the link of the demo and releases an agenda; returns the path of its event. */
export async function releaseAgenda({ origin, signInLink }) {
  const cookies = new Map();
  const ask = async (url, fields) => {
    const response = await fetch(new URL(url, origin), {
      method: fields ? "POST" : "GET",
      body: fields && new URLSearchParams(fields),
      redirect: "manual",
      headers: { origin, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      cookies.set(name, value);
    }
    assert.equal(response.status, fields ? 303 : 200, `${url}: ${response.status}`);
    return response.text();
  };
  await ask(signInLink, { name: "Koordination", password: "" });
  const [desk] = (await ask("/desk/events")).match(/\/desk\/events\/[0-9A-Z]{26}/);
  const [, day] = (await ask(`${desk}/agenda/sessions`)).match(/name="day"[^>]* value="([0-9-]+)"/);
  for (const session of [
    { starts_at: "10:00", title: "Begrüßung", kind: "plenary", no_recording: "on",
      speakers: "Dialogkomitee | Geschäftsstelle | https://verein.example/" },
    { starts_at: "11:00", ends_at: "12:00", title: "Auswahl <&>", kind: "workshop", room: "Saal", track: "Wirkung",
      description: "Zwei **Runden**", captions: "on" },
    { starts_at: "11:00", title: "Ruhe", kind: "break", room: "Raum 2", quiet_room: "on" },
  ]) {
    await ask(`${desk}/agenda/sessions`, { day, ...session });
  }
  await ask(`${desk}/agenda/release`, { seen: "" });
  return (await ask(desk)).match(/href="(\/events\/[a-z0-9-]+)"/)[1];
}
