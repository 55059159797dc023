// Keeps the check-in page on the device for when there is no network: the page without anybody's name, its scripts,
// styles and icons. Lists and everything else go to the network as they always do, and are never kept here.
// The server writes SHELL (version, files) above this.

const PAGE = new URL(self.registration.scope).pathname;
const OWN = `maudao-check-in ${PAGE} `; // every drive keeps its own: another's may still run an older version
const NAME = `${OWN}${self.SHELL.version}`;
const FRAME = `${PAGE}khung/`;
const MANIFEST = `${PAGE}ung-dung.webmanifest`;

self.addEventListener("install", (event) => {
  const fresh = [FRAME, MANIFEST, ...self.SHELL.files].map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(fresh))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(OWN) && name !== NAME))
      .then((older) => Promise.all(older.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => event.waitUntil(self.clients.claim()));

const kept = async (address, request) => (await (await caches.open(NAME)).match(address)) || fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === PAGE) event.respondWith(kept(FRAME, request));
  } else if (pathname === MANIFEST || self.SHELL.files.includes(pathname)) {
    event.respondWith(kept(pathname, request));
  }
});
