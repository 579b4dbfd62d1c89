package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

/** Media that workers upload: they are the requester's, as the answers are that name them. */
@ApplicationScoped
public class WorkerMedia {

    private final Media media;

    WorkerMedia(Media media) {
        this.media = media;
    }

    /** What is known of a medium that was kept. */
    public record Kept(UUID id, String mediaType, long bytes) {}

    /** Keeps what the stream holds, by the rules and with the refusals of an upload of the requester's own. */
    public Kept keep(UUID requesterId, InputStream body) throws IOException {
        Medium medium = media.keep(requesterId, body);
        return new Kept(medium.id(), medium.type().contentType(), medium.bytes());
    }
}
