// The players that sites use instead of a bare video element, each monitored as its own documents say.
//
// Law: a frame differs from `Player` only in what it loads, how it is built and how it is told things.

const SDK = asked.get("sdk") ?? "mux.js";

class VideoJsPlayer extends Player {
  build() {
    super.build();
    this.video.className = "video-js";
    this.shell = videojs(this.video, { width: 640, height: 360 });
    this.video = this.shell.tech(true).el();
  }

  attach() {}

  monitor() { this.shell.mux(this.options()); }

  load(url) {
    this.loaded = url;
    this.shell.src({ src: url, type: this.kind === "hls" ? "application/x-mpegURL" : "video/mp4" });
  }

  tell(kind, data) { this.shell.mux.emit(kind, data); }
}

class DashPlayer extends Player {
  attach() {
    this.dash = dashjs.MediaPlayer().create();
    // The SDK asks dash.js for its source at once, and dash.js 5 throws while it has none.
    this.dash.initialize(this.video, this.url, false);
    this.loaded = this.url;
    this.dash.on(dashjs.MediaPlayer.events.ERROR, () => this.measures.at(-1).fatal());
  }

  monitor() { window.mux.monitor(`#${this.id}`, { ...this.options(), dashjs: this.dash }); }

  load(url) {
    if (url === this.loaded) return;
    this.loaded = url;
    this.dash.attachSource(url);
  }
}

class MuxPlayer extends Player {
  build() {
    this.element = document.createElement("mux-player");
    this.element.setAttribute("env-key", asked.get("env_key"));
    this.element.setAttribute("beacon-collection-domain", asked.get("beacons"));
    for (const [name, value] of Object.entries(this.data)) {
      this.element.setAttribute(`metadata-${name.replaceAll("_", "-")}`, value);
    }
    this.element.style.cssText = "display: block; width: 640px; height: 360px";
    document.getElementById("stage").append(this.element);
    this.video = this.element.media.nativeEl;
  }

  attach() {}

  // The element monitors itself.
  monitor() {}

  load(url) {
    this.loaded = url;
    this.element.src = url;
  }

  tell(kind, data) { this.video.mux.emit(kind, data); }
}

const FRAMES = {
  html5: { player: Player, scripts: [SDK] },
  videojs: { player: VideoJsPlayer, scripts: ["video.js", "videojs-mux.js"] },
  dashjs: { player: DashPlayer, scripts: ["dash.js", SDK] },
  muxplayer: { player: MuxPlayer, scripts: ["mux-player.js"] },
};

function load(script) {
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    Object.assign(tag, { src: `/sdk/${script}`, onload: resolve, onerror: reject });
    document.head.append(tag);
  });
}

async function start() {
  const frame = FRAMES[asked.get("frame") ?? "html5"];
  for (const script of frame.scripts) await load(script);
  const count = Number(asked.get("players") ?? 1);
  window.lab.players = Array.from({ length: count }, (_, index) => new frame.player(index + 1));
}

start();
