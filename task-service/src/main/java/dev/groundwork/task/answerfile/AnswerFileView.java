package dev.groundwork.task.answerfile;

import java.util.UUID;

import dev.groundwork.task.media.MediaLinks;
import dev.groundwork.task.media.WorkerMedia.Kept;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A file of an answer as its worker sees it.
 *
 * @param value what the answer says to hand it in
 * @param bytes of what was uploaded; what is shown is without its metadata
 * @param url a link to the bytes that are shown, which works for a while
 */
@Schema(examples = """
        {"id": "0198c0de-0000-7000-8000-00000000ac3e", "value": "media:0198c0de-0000-7000-8000-00000000ac3e",
         "mediaType": "image/jpeg", "bytes": 2483911,
         "url": "/v1/media/0198c0de-0000-7000-8000-00000000ac3e/content?expires=1790000000&signature=…"}""")
record AnswerFileView(UUID id, String value, String mediaType, long bytes, String url) {

    static AnswerFileView of(Kept kept, MediaLinks links) {
        return new AnswerFileView(
                kept.id(), "media:" + kept.id(), kept.mediaType(), kept.bytes(), links.link(kept.id()));
    }
}
