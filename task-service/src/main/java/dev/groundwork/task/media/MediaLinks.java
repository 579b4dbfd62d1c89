package dev.groundwork.task.media;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Links to media that work for a while and for whoever has them: what a worker's browser can put into a picture. */
@ApplicationScoped
public class MediaLinks {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final MediaConfig config;
    private final Clock clock;

    MediaLinks(LinkKey key, MediaConfig config, Clock clock) {
        this.key = new SecretKeySpec(key.bytes(), ALGORITHM);
        this.config = config;
        this.clock = clock;
    }

    /**
     * The input of a task with every {@code media:<id>} in it replaced by a link that works for the configured time.
     *
     * @return the same node when it names no media, else a changed copy
     */
    public JsonNode signed(JsonNode input) {
        boolean[] any = {false};
        TaskSpec.eachMedium(input, id -> any[0] = true);
        return any[0] ? replaced(input) : input;
    }

    /** {@return a link to the bytes of one medium} */
    public String link(UUID id) {
        return link(id, "content");
    }

    /**
     * A link to one medium, or to what is made of it. All of one medium and one moment have the same signature: whoever may
     * see it may see it small, and a page can tell one link from another.
     *
     * @param part the last segment of the path
     */
    String link(UUID id, String part) {
        long expires = clock.instant().plus(config.linkLife()).getEpochSecond();
        return config.publicUrl().orElse("") + "/v1/media/" + id + "/" + part + "?expires=" + expires + "&signature="
                + signature(id, expires);
    }

    /**
     * Refuses a link that we did not make, or whose time has passed.
     *
     * @throws NotAllowed {@code media-link-forged}, {@code media-link-expired}
     */
    void check(UUID id, long expires, String signature) {
        byte[] expected = signature(id, expires).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
            throw new NotAllowed("media-link-forged", "The link was not made here, or was changed. Ask for a new one.");
        }
        if (clock.instant().isAfter(Instant.ofEpochSecond(expires))) {
            throw new NotAllowed(
                    "media-link-expired",
                    "The link worked until " + Instant.ofEpochSecond(expires) + ". Load the task again.");
        }
    }

    private JsonNode replaced(JsonNode node) {
        return switch (node) {
            case TextNode text ->
                TaskSpec.mediumIn(text.textValue())
                        .<JsonNode>map(id -> TextNode.valueOf(link(id)))
                        .orElse(text);
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                object.properties().forEach(member -> copy.set(member.getKey(), replaced(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode(array.size());
                array.forEach(item -> copy.add(replaced(item)));
                yield copy;
            }
            default -> node;
        };
    }

    private String signature(UUID id, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] sum = mac.doFinal((id + "." + expires).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
