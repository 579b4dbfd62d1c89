package dev.groundwork.task.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.task.ingest.TaskRows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A project as it was sent, in a file of its own while it is read: its tasks may stand before or after what is needed to read
 * them, and are more than memory has room for.
 */
final class ProjectFile implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    /** Exact numbers, no silent choice between two members of one name, and no depth that nobody needs. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxStringLength(1024 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final Path file;
    private final String sha256;

    private ProjectFile(Path file, String sha256) {
        this.file = file;
        this.sha256 = sha256;
    }

    /**
     * What a project says besides its tasks.
     *
     * @param config the labelling interface
     * @param job terms of a job to be drafted; null for a preview
     * @param gold whether tasks whose annotation is a valid answer become control tasks
     */
    record Head(String config, @Nullable ObjectNode job, boolean gold) {}

    /** Takes one task after the other. */
    interface Tasks {
        void take(long number, JsonNode task) throws IOException;
    }

    /** @throws TooLarge {@code import-too-large} */
    static ProjectFile keep(InputStream body, Path file, long mostBytes) throws IOException {
        boolean kept = false;
        try {
            String sha256 = copy(body, file, mostBytes);
            kept = true;
            return new ProjectFile(file, sha256);
        } finally {
            if (!kept) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String copy(InputStream body, Path file, long mostBytes) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER];
            long bytes = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
                if (bytes > mostBytes) {
                    throw new TooLarge(
                            "import-too-large",
                            "A project may have " + mostBytes
                                    + " bytes at most. Import its interface with a few tasks, and"
                                    + " upload the others to the job.");
                }
                out.write(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return the hash of all that was sent} */
    String sha256OfBody() {
        return sha256;
    }

    /** {@return everything but the tasks} */
    Head head() throws IOException {
        String config = null;
        ObjectNode job = null;
        boolean gold = false;
        try (JsonParser parser = open()) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (member) {
                    case "config" -> config = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    case "job" -> {
                        JsonNode terms = tree(parser, "job");
                        job = terms instanceof ObjectNode object ? object : null;
                    }
                    case "gold" -> gold = value == JsonToken.VALUE_TRUE;
                    case "tasks" -> {
                        if (value != JsonToken.START_ARRAY) {
                            throw wrong("tasks must be a list");
                        }
                        parser.skipChildren();
                    }
                    default -> throw wrong(member + " is no member of an import: it has config, tasks, job and gold");
                }
            }
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed);
        }
        if (config == null) {
            throw wrong("config must hold the labelling interface, an XML text");
        }
        return new Head(config, job, gold);
    }

    /** Hands over every task, with its number from 1. {@return how many} */
    long each(Tasks tasks) throws IOException {
        long number = 0;
        try (JsonParser parser = open()) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                if (!member.equals("tasks")) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    number++;
                    tasks.take(number, tree(parser, "task " + number));
                }
            }
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed);
        }
        return number;
    }

    /** Reads a value whole, as long as it is no longer than the row of an upload may be. */
    private static JsonNode tree(JsonParser parser, String what) throws IOException {
        JsonNode value = JSON.readTree(new Bounded(parser, what));
        return value == null ? MissingNode.getInstance() : value;
    }

    /** Reads a value token by token only as far as it may go: a tree takes many times the memory of its text. */
    private static final class Bounded extends JsonParserDelegate {

        private final String what;
        private final long begin;

        Bounded(JsonParser parser, String what) {
            super(parser);
            this.what = what;
            this.begin = offset();
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (offset() - begin > TaskRows.MOST_ROW_BYTES) {
                throw new TooLarge(
                        "import-too-large",
                        "The import cannot be read: " + what + " is longer than " + TaskRows.MOST_ROW_BYTES
                                + " bytes.");
            }
            return token;
        }

        @Override
        public JsonToken nextValue() throws IOException {
            JsonToken token = nextToken();
            return token == JsonToken.FIELD_NAME ? nextToken() : token;
        }

        /** In bytes, or in characters where the text is of another encoding than UTF-8. */
        private long offset() {
            var place = delegate.currentLocation();
            return Math.max(place.getByteOffset(), place.getCharOffset());
        }
    }

    private JsonParser open() throws IOException {
        JsonParser parser = JSON.createParser(file.toFile());
        boolean open = false;
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("the body must be an object with config and tasks");
            }
            open = true;
            return parser;
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed);
        } finally {
            if (!open) {
                parser.close();
            }
        }
    }

    private static InvalidRequest malformed(JsonProcessingException malformed) {
        var place = malformed.getLocation();
        return new InvalidRequest(
                "malformed-json",
                "The body is no JSON that can be read"
                        + (place == null ? "" : ", at line " + place.getLineNr() + ", column " + place.getColumnNr())
                        + ": " + malformed.getOriginalMessage());
    }

    private static InvalidRequest wrong(String fault) {
        return new InvalidRequest("invalid-request", "The import cannot be read: " + fault + ".");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
