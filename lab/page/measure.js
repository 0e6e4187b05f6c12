// What the page itself sees of one view, by the video element's own events.
//
// Why: an end-to-end test compares this with what the server says of the same view, so it must not
// come from the SDK. Law: nothing in this file knows the SDK.

// A shorter wait is a hiccup of the decoder that no viewer sees.
const STALL_FLOOR_MS = 250;

class Measure {
  constructor(video, about) {
    this.about = about;
    this.intentAt = null;      // the viewer (or autoplay) asked for play
    this.pictureAt = null;     // the first moving picture, of the video or of an ad before it
    this.playingMs = 0;
    this.adPlayingMs = 0;
    this.pausedMs = 0;
    this.stalls = [];
    this.seeks = [];
    this.heights = [];
    this.ads = { breaks: 0, impressions: 0, errors: 0 };
    this.errors = 0;
    this.reachedEnd = false;
    this.open = {};            // spans that run now: kind → begin
    this.video = video;
    this.frozen = null;
    this.off = new AbortController();
    for (const kind of ["play", "playing", "waiting", "pause", "seeking", "seeked", "ended", "error", "resize"]) {
      video.addEventListener(kind, () => this[kind](performance.now()), { signal: this.off.signal });
    }
    if (video.videoHeight) this.resize();
  }

  begin(kind, now) { this.open[kind] ??= now; }

  end(kind, now) {
    const begun = this.open[kind];
    delete this.open[kind];
    return begun === undefined ? 0 : now - begun;
  }

  endPlaying(now) { this.playingMs += this.end("playing", now); }

  endStall(now) {
    const stall = this.end("stall", now);
    if (stall >= STALL_FLOOR_MS) this.stalls.push(stall);
  }

  play(now) {
    this.intentAt ??= now;
    this.pausedMs += this.end("paused", now);
  }

  playing(now) {
    this.intentAt ??= now;
    this.pictureAt ??= now;
    this.endStall(now);
    this.begin("playing", now);
  }

  waiting(now) {
    if (this.pictureAt === null || this.video.seeking) return;
    this.endPlaying(now);
    this.begin("stall", now);
  }

  pause(now) {
    this.endPlaying(now);
    this.endStall(now);
    if (this.intentAt !== null) this.begin("paused", now);
  }

  seeking(now) {
    this.endPlaying(now);
    this.endStall(now);
    this.begin("seek", now);
  }

  seeked(now) {
    const seek = this.end("seek", now);
    if (seek) this.seeks.push(seek);
    if (!this.video.paused && this.video.readyState >= 3) this.begin("playing", now);
  }

  ended(now) { this.endPlaying(now); this.reachedEnd = true; }

  error(now) { this.endPlaying(now); this.endStall(now); this.fatal(); }

  // The player gave up, though what is buffered may still play.
  fatal() { this.errors += 1; }

  resize() {
    const height = this.video.videoHeight;
    if (height && height !== this.heights.at(-1)) this.heights.push(height);
  }

  // Ads are played by the page, so the page knows of them without the video element.
  ad(kind, now) {
    if (kind === "adbreakstart") {
      this.intentAt ??= now;
      this.ads.breaks += 1;
      this.pausedMs += this.end("paused", now);  // the viewer did not pause: an ad is in the way
    }
    if (kind === "adbreakend" && this.video.paused) this.begin("paused", now);
    if (kind === "adplaying") { this.pictureAt ??= now; this.ads.impressions += 1; this.begin("ad", now); }
    if (kind === "aderror") this.ads.errors += 1;
    if (["adpause", "adended", "aderror", "adbreakend"].includes(kind)) this.adPlayingMs += this.end("ad", now);
  }

  // The numbers so far; what still runs counts up to now.
  snapshot() {
    if (this.frozen) return this.frozen;
    const now = performance.now();
    const running = (kind) => (this.open[kind] === undefined ? 0 : now - this.open[kind]);
    const stalls = running("stall") >= STALL_FLOOR_MS ? [...this.stalls, running("stall")] : this.stalls;
    const seeks = running("seek") ? [...this.seeks, running("seek")] : this.seeks;
    const sum = (spans) => Math.round(spans.reduce((total, span) => total + span, 0));
    const paused = this.pausedMs + running("paused");
    return {
      ...this.about,
      play_intent_at: this.intentAt === null ? null : Math.round(performance.timeOrigin + this.intentAt),
      startup_ms: this.pictureAt === null ? null : Math.round(this.pictureAt - this.intentAt),
      playing_ms: Math.round(this.playingMs + running("playing")),
      watch_ms: this.intentAt === null ? 0 : Math.round(now - this.intentAt - paused),
      paused_ms: Math.round(paused),
      stall_count: stalls.length,
      stall_ms: sum(stalls),
      seek_count: seeks.length,
      seek_ms: sum(seeks),
      playhead_ms: Math.round(this.video.currentTime * 1000),
      source_heights: this.heights,
      ad_breaks: this.ads.breaks,
      ad_impressions: this.ads.impressions,
      ad_errors: this.ads.errors,
      ad_playing_ms: Math.round(this.adPlayingMs + running("ad")),
      fatal_errors: this.errors,
      ended: this.reachedEnd,
    };
  }

  // The view is over: later events of the element belong to another.
  freeze() {
    this.frozen = this.snapshot();
    this.off.abort();
  }
}
