"""Ad breaks, told to the SDK by its public call in the order that its documentation gives.

Why: the ads of the lab are only told, not shown; the page measures them by the same calls.

Law: as in `steps`.
"""

from typing import Any

from lab.stage import Stage


def _ad(number: int) -> dict[str, Any]:
    return {
        "ad_id": f"ad-{number}",
        "ad_creative_id": f"creative-{number}",
        "ad_universal_id": f"universal-{number}",
        "ad_asset_url": f"https://ads.example.com/asset/{number}.mp4",
        "ad_tag_url": "https://tags.example.net/vast?slot=1",
    }


async def _ad_plays(stage: Stage, kind: str, number: int) -> None:
    ad = _ad(number) | {"ad_type": kind}
    await stage.emit("adplay", ad)
    await stage.watch(0.4)
    await stage.emit("adplaying", ad)
    for quarter in ("adfirstquartile", "admidpoint", "adthirdquartile", "adended"):
        await stage.watch(0.75)
        await stage.emit(quarter, ad)


async def _ad_fails(stage: Stage, kind: str, number: int) -> None:
    ad = _ad(number) | {"ad_type": kind}
    await stage.emit("adplay", ad)
    await stage.watch(0.4)
    await stage.emit("aderror", ad)


async def preroll_ads(stage: Stage) -> None:
    """Show one ad before the video and fail to show another."""
    await stage.emit("adbreakstart", {"ad_type": "preroll"})
    await stage.emit("adrequest", _ad(1) | {"ad_type": "preroll"})
    await stage.watch(0.3)
    await stage.emit("adresponse", _ad(1) | {"ad_type": "preroll"})
    await _ad_plays(stage, "preroll", 1)
    await _ad_fails(stage, "preroll", 2)
    await stage.emit("adbreakend", {"ad_type": "preroll"})
    await stage.play()
    await stage.until_playhead(6)


async def midroll_ads(stage: Stage) -> None:
    """Interrupt the video for a break of two ads, of which the second fails."""
    await stage.play()
    await stage.until_playhead(4)
    await stage.emit("adrequest", _ad(1) | {"ad_type": "midroll"})
    await stage.watch(0.3)
    await stage.emit("adresponse", _ad(1) | {"ad_type": "midroll"})
    await stage.do("p.video.pause()")
    await stage.until("v.paused")
    await stage.emit("adbreakstart", {"ad_type": "midroll"})
    await _ad_plays(stage, "midroll", 1)
    await _ad_fails(stage, "midroll", 2)
    await stage.emit("adbreakend", {"ad_type": "midroll"})
    await stage.play()
    await stage.until_playhead(8)
