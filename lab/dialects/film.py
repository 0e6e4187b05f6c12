"""The film that the composed players play, and where they got it.

Law: data only.
"""

VIDEO = {
    "video_id": "harbour-s02e05",
    "video_title": "Harbour: the fog",
    "video_series": "Harbour, season 2",
    "video_source_url": "https://media.example.com/fog/master.m3u8",
    "video_source_hostname": "media.example.com",
    "video_source_domain": "example.com",
    "env_key": "labkey",
    "mux_api_version": "2.1",
}
SEGMENT = {
    "request_hostname": "media.example.com",
    "request_url": "https://media.example.com/fog/720/0001.ts",
}
COMPOSED = "**Composed, not recorded**: made by `python -m lab compose` from "
