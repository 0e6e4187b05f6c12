// What to paste into a page or an app so that its player reports here.

export interface Snippet {
  id: string;
  label: string;
  note: string;
  code: (domain: string, envKey: string) => string;
}

const DATA = (key: string, pad: string): string => `${pad}env_key: '${key}',
${pad}player_name: 'Main player',
${pad}player_init_time: initTime,
${pad}video_id: 'abc-123',
${pad}video_title: 'The title that people see',
${pad}viewer_user_id: 'your id of the viewer, no name and no address',`;

export const SNIPPETS: readonly Snippet[] = [
  {
    id: 'hls',
    label: 'hls.js',
    note: 'mux-embed 5.18 or newer, beside hls.js.',
    code: (domain, key) => `const initTime = mux.utils.now();
const hls = new Hls();
mux.monitor('#player', {
  beaconCollectionDomain: '${domain}',
  hlsjs: hls,
  Hls,
  data: {
${DATA(key, '    ')}
  },
});
hls.loadSource('https://example.com/video.m3u8');
hls.attachMedia(document.querySelector('#player'));`,
  },
  {
    id: 'html5',
    label: 'video element',
    note: 'mux-embed for files and for Safari.',
    code: (domain, key) => `const initTime = mux.utils.now();
mux.monitor('#player', {
  beaconCollectionDomain: '${domain}',
  data: {
${DATA(key, '    ')}
  },
});`,
  },
  {
    id: 'dash',
    label: 'dash.js',
    note: 'mux-embed beside dash.js.',
    code: (domain, key) => `const initTime = mux.utils.now();
const player = dashjs.MediaPlayer().create();
mux.monitor('#player', {
  beaconCollectionDomain: '${domain}',
  dashjs: player,
  data: {
${DATA(key, '    ')}
  },
});
player.initialize(document.querySelector('#player'), 'https://example.com/video.mpd', false);`,
  },
  {
    id: 'videojs',
    label: 'Video.js',
    note: 'The plugin videojs-mux.',
    code: (domain, key) => `const initTime = Date.now();
const player = videojs('player');
player.mux({
  beaconCollectionDomain: '${domain}',
  data: {
${DATA(key, '    ')}
  },
});`,
  },
  {
    id: 'mux-player',
    label: 'mux-player',
    note: 'The web component, with attributes.',
    code: (domain, key) => `<mux-player
  src="https://example.com/video.m3u8"
  beacon-collection-domain="${domain}"
  env-key="${key}"
  metadata-video-id="abc-123"
  metadata-video-title="The title that people see"
  metadata-viewer-user-id="your id of the viewer"
></mux-player>`,
  },
  {
    id: 'android',
    label: 'Android (Media3)',
    note: 'The SDK for Media3, in Kotlin.',
    code: (domain, key) => `val data = CustomerData().apply {
  customerVideoData = CustomerVideoData().apply {
    videoId = "abc-123"
    videoTitle = "The title that people see"
  }
  customerViewerData = CustomerViewerData().apply { /* your id of the viewer */ }
}
val monitor = exoPlayer.monitorWithMuxData(
  context = context,
  envKey = "${key}",
  customerData = data,
  customOptions = CustomOptions().apply { beaconCollectionDomain = "${domain}" },
)`,
  },
  {
    id: 'ios',
    label: 'iOS (AVPlayer)',
    note: 'The SDK for AVPlayer, in Swift.',
    code: (domain, key) => `let playerData = MUXSDKCustomerPlayerData(environmentKey: "${key}")
playerData?.playerName = "Main player"
let videoData = MUXSDKCustomerVideoData()
videoData.videoId = "abc-123"
videoData.videoTitle = "The title that people see"
let data = MUXSDKCustomerData(customerPlayerData: playerData, videoData: videoData, viewData: nil)!
MUXSDKStats.monitorAVPlayerViewController(
  controller, withPlayerName: "main", customerData: data,
  automaticErrorTracking: true, beaconCollectionDomain: "${domain}")`,
  },
  {
    id: 'roku',
    label: 'Roku',
    note: 'The Roku SDK, in BrightScript.',
    code: (domain, key) => `m.mux = m.top.createNode("mux")
m.mux.setField("video", m.video)
m.mux.setField("config", {
  env_key: "${key}",
  beaconCollectionDomain: "${domain}",
  video_id: "abc-123",
  video_title: "The title that people see",
})
m.mux.control = "RUN"`,
  },
];
