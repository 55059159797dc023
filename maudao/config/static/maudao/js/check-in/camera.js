// Looks through the camera for QR codes: with the browser's own detector where there is one, else with jsQR.

const EVERY = 120; // milliseconds between two looks
const WIDEST = 800;

const loadScript = (address) =>
  new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });

const nativeReader = async () => {
  if (!("BarcodeDetector" in self)) return null;
  const formats = await self.BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new self.BarcodeDetector({ formats: ["qr_code"] });
  return async (source) => (await detector.detect(source))[0]?.rawValue || "";
};

const ownReader = async () => {
  if (!self.jsQR) await loadScript(new URL("../../vendor/jsqr.min.js", import.meta.url));
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const scale = Math.min(1, WIDEST / (source.videoWidth || source.width));
    canvas.width = Math.round((source.videoWidth || source.width) * scale);
    canvas.height = Math.round((source.videoHeight || source.height) * scale);
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return self.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data || "";
  };
};

export const makeReader = async () => (await nativeReader()) || ownReader();

export class Camera {
  constructor(video, seen) {
    Object.assign(this, { video, seen, stream: null, timer: 0 });
  }

  // Throws NotAllowedError where the person or the browser says no.
  async start() {
    this.reader ||= await makeReader();
    const video = { facingMode: "environment", width: { ideal: 1280 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.look();
  }

  async look() {
    if (!this.stream) return;
    if (this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const text = await this.reader(this.video).catch(() => "");
      if (text && this.stream) await this.seen(text);
    }
    this.timer = setTimeout(() => this.look(), EVERY);
  }

  stop() {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() || []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  get hasTorch() {
    return Boolean(this.stream?.getVideoTracks()[0]?.getCapabilities?.().torch);
  }

  torch(on) {
    return this.stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
  }
}
