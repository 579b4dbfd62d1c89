package dev.groundwork.task.media;

import java.util.UUID;

import dev.groundwork.task.media.strip.Stripped;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded medium as its requester sees it.
 *
 * @param id a task's input names it as {@code media:<id>}
 * @param bytes of what was uploaded; what is shown is without its metadata
 * @param sha256 of what was uploaded
 * @param state whether all that is made of it is there
 * @param stateReason why it failed
 * @param width in pixels, as it is shown
 * @param height in pixels, as it is shown
 * @param durationSeconds of a sound or video
 * @param url a link to the bytes that are shown, which works for a while
 * @param thumbnailUrl a link to a small picture, 320 pixels on its longer side
 * @param peaksUrl a link to the outline of a sound
 */
@Schema(examples = """
        {"id": "0198c0de-0000-7000-8000-00000000ac3e", "mediaType": "image/jpeg", "bytes": 2483911,
         "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "state": "READY", "stateReason": null,
         "width": 3024, "height": 4032, "durationSeconds": null,
         "url": "/v1/media/0198c0de-0000-7000-8000-00000000ac3e/content?expires=1790000000&signature=…",
         "thumbnailUrl": "/v1/media/0198c0de-0000-7000-8000-00000000ac3e/thumbnail?expires=1790000000&signature=…",
         "peaksUrl": null}""")
record MediumView(
        UUID id,
        String mediaType,
        long bytes,
        String sha256,
        MediaState state,
        @Nullable String stateReason,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double durationSeconds,
        String url,
        @Nullable String thumbnailUrl,
        @Nullable String peaksUrl) {

    static MediumView of(Medium medium, MediaLinks links) {
        Stripped.Size size = medium.size();
        var duration = medium.duration();
        return new MediumView(
                medium.id(),
                medium.type().contentType(),
                medium.bytes(),
                medium.sha256(),
                medium.state(),
                medium.stateReason(),
                size == null ? null : size.width(),
                size == null ? null : size.height(),
                duration == null ? null : duration.toMillis() / 1000.0,
                links.link(medium.id()),
                medium.thumbnailKey() == null ? null : links.link(medium.id(), "thumbnail"),
                medium.peaksKey() == null ? null : links.link(medium.id(), "peaks"));
    }
}
