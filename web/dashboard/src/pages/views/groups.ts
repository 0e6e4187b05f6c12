// The fields of a view in groups for people. A field that no group names is shown under "More".

export const GROUPS: readonly { title: string; fields: RegExp }[] = [
  { title: 'Scores', fields: /_score$/ },
  { title: 'Failures', fields: /error|failure|exit_before_video_start|view_dropped|exception/ },
  { title: 'Startup', fields: /startup|time_to_first_frame|page_load|autoplay|preload/ },
  { title: 'Smoothness', fields: /buffering|rebuffer|seek/ },
  {
    title: 'Quality',
    fields: /upscale|downscale|upscaling|downscaling|bitrate|shift|rendition|latency|dropped_frame/,
  },
  { title: 'Ads', fields: /^ad_|preroll|_ad$/ },
  { title: 'Video', fields: /^(video_|asset_id|live_stream_id|playback_id|stream_type)/ },
  { title: 'Source', fields: /^(source_|player_source|audio_codec|used_)/ },
  { title: 'Delivery', fields: /^(cdn|request|edge|origin|.*throughput)/ },
  { title: 'Player', fields: /^(player_|mux_|embed|sdk)/ },
  {
    title: 'Page',
    fields:
      /^(page_|view_source|sub_property|property_id|environment_id|experiment_name|service_name)/,
  },
  { title: 'Viewer', fields: /^(viewer_|client_application|.*viewer_id)/ },
  { title: 'Place', fields: /^(asn|city|region|country|continent|latitude|longitude|isp)/ },
  { title: 'Custom', fields: /^custom_/ },
  {
    title: 'Watching',
    fields:
      /^(watch|watched|view_|playing|id$|session|inserted_at|updated_at|short_time|long_resume)/,
  },
];

export type FieldGroup = { title: string; fields: [string, unknown][] };

export function grouped(view: Record<string, unknown>): FieldGroup[] {
  const left = new Map(
    Object.entries(view).filter(([name]) => name !== 'events' && name !== 'events_cut'),
  );
  const found: FieldGroup[] = [];
  for (const group of GROUPS) {
    const fields = [...left].filter(([name]) => group.fields.test(name));
    fields.forEach(([name]) => left.delete(name));
    found.push({ title: group.title, fields });
  }
  found.push({ title: 'More', fields: [...left] });
  return found.filter((group) => group.fields.length > 0);
}
