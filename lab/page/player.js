// The page's players: a video element each, hls.js or a plain file, monitored by the unmodified SDK.
// `frames.js` has the players that sites put around the element.
//
// Options come by query string:
//   source=hls|mp4|dash  frame=html5|videojs|dashjs|muxplayer  url=…  env_key=…  beacons=HOST:PORT  meta={JSON}  hls={JSON: hls.js config}
//   level=N (fixed rung of the ladder)  autoplay=1  muted=1  lazy=1 (load only on play)
//   cookies=0  init_time=0  players=2  sdk=mux.js|mux-4.9.js|mux-4.30.js|mux-5.1.js|mux-5.9.js|mux-5.18.js
// What a scenario does, it does through `window.lab`; what the page saw is in `window.measured`.

const asked = new URLSearchParams(location.search);
const flag = (name, otherwise = false) => (asked.has(name) ? asked.get(name) === "1" : otherwise);
const json = (name) => JSON.parse(asked.get(name) ?? "{}");
const SOURCES = { hls: "/media/ladder/master.m3u8", mp4: "/media/clip.mp4", dash: "/media/dash/manifest.mpd" };
const initTime = Date.now();

class Player {
  constructor(number) {
    this.id = `player-${number}`;
    this.kind = asked.get("source") ?? "hls";
    this.url = asked.get("url") ?? SOURCES[this.kind];
    this.data = json("meta");
    this.measures = [];
    this.build();
    this.measure();
    this.attach();
    this.monitor();
    if (!flag("lazy")) this.load(this.url);
  }

  // Make the element that shows the picture.
  build() {
    this.video = document.createElement("video");
    Object.assign(this.video, { id: this.id, controls: true, muted: flag("muted"), autoplay: flag("autoplay") });
    this.video.preload = flag("lazy") ? "none" : "metadata";
    document.getElementById("stage").append(this.video);
  }

  // Put what fetches the media behind it.
  attach() {
    this.hls = this.kind === "hls" ? this.makeHls() : null;
  }

  measure() {
    this.measures.at(-1)?.freeze();
    this.measures.push(new Measure(this.video, { player: this.id, video_id: this.data.video_id }));
  }

  makeHls() {
    const hls = new Hls(json("hls"));
    hls.attachMedia(this.video);
    hls.on(Hls.Events.ERROR, (_, { fatal }) => { if (fatal) this.measures.at(-1).fatal(); });
    if (asked.has("level")) {
      const level = Number(asked.get("level"));
      hls.on(Hls.Events.MANIFEST_PARSED, () => { hls.loadLevel = level; });
    }
    return hls;
  }

  monitor() {
    window.mux.monitor(`#${this.id}`, { ...this.options(), ...(this.hls && { hlsjs: this.hls, Hls }) });
  }

  options() {
    return {
      ...(asked.has("beacons") && { beaconCollectionDomain: asked.get("beacons") }),
      ...(!flag("cookies", true) && { disableCookies: true }),
      data: {
        ...(asked.has("env_key") && { env_key: asked.get("env_key") }),
        ...(flag("init_time", true) && { player_init_time: initTime }),
        player_name: "Playhead lab",
        ...this.data,
      },
    };
  }

  load(url) {
    this.loaded = url;
    if (this.hls) this.hls.loadSource(url);
    else this.video.src = url;
  }

  play() {
    const promise = this.video.play();
    promise.catch(() => {});  // a refusal is seen by the SDK and by `measured`, not here
    if (!this.loaded) this.load(this.url);
  }

  emit(kind, data = {}) {
    if (kind.startsWith("ad")) this.measures.at(-1).ad(kind, performance.now());
    this.tell(kind, data);
  }

  tell(kind, data) { window.mux.emit(`#${this.id}`, kind, data); }

  // The next video of a playlist, told to the SDK right after the player was told.
  change(url, data) {
    this.data = data;
    this.measure();
    this.load(url);
    this.emit("videochange", data);
    this.play();
  }

  // Another programme in the same stream: nothing is loaded, the picture goes on.
  programme(data) {
    this.data = data;
    const playing = !this.video.paused;
    this.measure();
    this.emit("programchange", data);
    if (playing) this.measures.at(-1).begin("playing", performance.now());
    if (playing) this.measures.at(-1).intentAt = performance.now();
  }
}

window.lab = { players: [], player: (number = 1) => window.lab.players[number - 1] };
Object.defineProperty(window, "measured", {
  get: () => window.lab.players.flatMap((player) => player.measures.map((measure) => measure.snapshot())),
});
