package dev.groundwork.task.media.store;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.task.media.MediaConfig;
import dev.groundwork.task.media.ObjectStore;

import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Objects in a bucket that speaks S3. Large ones go in parts, of which no more than one is in memory, and appear when the last has arrived;
 * what is broken off leaves nothing.
 */
final class S3Store implements ObjectStore, AutoCloseable {

    /** S3 takes 10,000 parts: so the largest object has 80 GB. */
    private static final int PART_BYTES = 8 * 1024 * 1024;

    private static final Duration PRESIGNED_LIFE = Duration.ofMinutes(1);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final String OCTETS = "application/octet-stream";

    private final S3Client s3;
    private final @Nullable S3Presigner presigner;
    private final String bucket;
    private final String place;

    S3Store(MediaConfig.S3 config) {
        this.bucket = config.bucket()
                .orElseThrow(() -> new IllegalStateException(
                        "groundwork.media.store is s3, so groundwork.media.s3.bucket has to name the bucket"));
        this.place = "bucket " + bucket + " at "
                + config.endpoint().map(URI::toString).orElse("Amazon");
        AwsCredentialsProvider credentials = credentials(config);
        Region region = Region.of(config.region());
        S3Configuration settings = S3Configuration.builder()
                .pathStyleAccessEnabled(config.pathStyle())
                // Servers other than Amazon's know neither bodies signed piece by piece nor sums behind them.
                .chunkedEncodingEnabled(false)
                .build();
        var client = S3Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .serviceConfiguration(settings)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE));
        config.endpoint().ifPresent(client::endpointOverride);
        this.s3 = client.build();
        if (config.presigned()) {
            var builder = S3Presigner.builder()
                    .region(region)
                    .credentialsProvider(credentials)
                    .serviceConfiguration(settings);
            config.endpoint().ifPresent(builder::endpointOverride);
            this.presigner = builder.build();
        } else {
            this.presigner = null;
        }
    }

    private static AwsCredentialsProvider credentials(MediaConfig.S3 config) {
        if (config.accessKey().isPresent() != config.secretKey().isPresent()) {
            throw new IllegalStateException(
                    "of groundwork.media.s3.access-key and groundwork.media.s3.secret-key there is one without the other");
        }
        return config.accessKey().isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        config.accessKey().get(), config.secretKey().orElseThrow()))
                : DefaultCredentialsProvider.builder().build();
    }

    @Override
    public void put(String key, Path file) throws IOException {
        Keys.checked(key);
        long bytes = Files.size(file);
        if (bytes <= PART_BYTES) {
            ask(() -> s3.putObject(put -> put.bucket(bucket).key(key).contentType(OCTETS), RequestBody.fromFile(file)));
            return;
        }
        inParts(key, upload -> {
            for (long from = 0; from < bytes; from += PART_BYTES) {
                upload.add(part(file, from, Math.min(PART_BYTES, bytes - from)));
            }
        });
    }

    @Override
    public void put(String key, InputStream bytes) throws IOException {
        Keys.checked(key);
        byte[] first = bytes.readNBytes(PART_BYTES);
        if (first.length < PART_BYTES) {
            ask(() ->
                    s3.putObject(put -> put.bucket(bucket).key(key).contentType(OCTETS), RequestBody.fromBytes(first)));
            return;
        }
        inParts(key, upload -> {
            byte[] part = first;
            while (part.length > 0) {
                byte[] sent = part;
                upload.add(RequestBody.fromContentProvider(() -> new ByteArrayInputStream(sent), sent.length, OCTETS));
                // Read into the same memory: what was sent is not needed any more.
                int read = bytes.readNBytes(sent, 0, sent.length);
                part = read == sent.length ? sent : Arrays.copyOf(sent, read);
            }
        });
    }

    @Override
    public InputStream open(String key) throws IOException {
        return open(key, null);
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        return open(key, "bytes=" + from + "-" + (from + length - 1));
    }

    @Override
    public Optional<URI> address(String key, String contentType, String disposition) {
        S3Presigner signing = presigner;
        if (signing == null) {
            return Optional.empty();
        }
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(bucket)
                .key(Keys.checked(key))
                .responseContentType(contentType)
                .responseContentDisposition(disposition)
                .build();
        return Optional.of(URI.create(signing.presignGetObject(
                        presign -> presign.signatureDuration(PRESIGNED_LIFE).getObjectRequest(get))
                .url()
                .toString()));
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        Keys.checked(key);
        try {
            return ask(() -> OptionalLong.of(
                    s3.headObject(head -> head.bucket(bucket).key(key)).contentLength()));
        } catch (NoSuchFileException none) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Keys.checked(key);
        try {
            ask(() -> s3.deleteObject(delete -> delete.bucket(bucket).key(key)));
        } catch (NoSuchFileException alreadyGone) {
            // That is what was wanted.
        }
    }

    @Override
    public List<StoredObject> list(String prefix, @Nullable String after, int most) throws IOException {
        Keys.checkedPrefix(prefix);
        var objects = new ArrayList<StoredObject>();
        String last = after;
        boolean more = true;
        while (more && objects.size() < most) {
            String from = last;
            var page = ask(() -> s3.listObjectsV2(list -> list.bucket(bucket)
                    .prefix(prefix)
                    .startAfter(from)
                    .maxKeys(Math.min(1000, most - objects.size()))));
            page.contents().forEach(object -> objects.add(new StoredObject(object.key(), object.size())));
            more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
            last = more ? page.contents().getLast().key() : last;
        }
        return objects;
    }

    @Override
    public void check() throws IOException {
        try {
            s3.headBucket(head ->
                    head.bucket(bucket).overrideConfiguration(limits -> limits.apiCallTimeout(CONNECT.plus(CONNECT))));
        } catch (SdkException failure) {
            throw new IOException("the " + place + " cannot be reached: " + reason(failure), failure);
        }
    }

    @Override
    public void close() {
        s3.close();
        if (presigner != null) {
            presigner.close();
        }
    }

    private InputStream open(String key, @Nullable String range) throws IOException {
        Keys.checked(key);
        ResponseInputStream<GetObjectResponse> bytes =
                ask(() -> s3.getObject(get -> get.bucket(bucket).key(key).range(range)));
        return new Download(bytes);
    }

    /** One part of a file; opened again when it has to be sent again. */
    private static RequestBody part(Path file, long from, long length) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                        channel.position(from);
                        return new Part(Channels.newInputStream(channel), length);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                },
                length,
                OCTETS);
    }

    /** Sends parts one after another. */
    @FunctionalInterface
    private interface Sending {
        void to(Upload upload) throws IOException;
    }

    private void inParts(String key, Sending sending) throws IOException {
        var upload = new Upload(
                key,
                ask(() -> s3.createMultipartUpload(
                                create -> create.bucket(bucket).key(key).contentType(OCTETS)))
                        .uploadId());
        boolean complete = false;
        try {
            sending.to(upload);
            upload.complete();
            complete = true;
        } finally {
            if (!complete) {
                upload.abort();
            }
        }
    }

    /** An object on its way, part by part. */
    private final class Upload {

        private final String key;
        private final String id;
        private final List<CompletedPart> parts = new ArrayList<>();

        Upload(String key, String id) {
            this.key = key;
            this.id = id;
        }

        void add(RequestBody part) throws IOException {
            int number = parts.size() + 1;
            String tag = ask(() -> s3.uploadPart(
                            request ->
                                    request.bucket(bucket).key(key).uploadId(id).partNumber(number),
                            part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }

        void complete() throws IOException {
            ask(() -> s3.completeMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(parts))));
        }

        void abort() {
            try {
                s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(id));
            } catch (SdkException failure) {
                Log.warnf("The parts of a broken-off upload stay in the %s: %s", place, reason(failure));
            }
        }
    }

    /** What the server cannot do now may work later; the client has tried three times by then. */
    private <T> T ask(Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (S3Exception refused) {
            if (refused.statusCode() == 404) {
                throw new NoSuchFileException(place);
            }
            throw later(refused);
        } catch (SdkException failure) {
            throw later(failure);
        }
    }

    private TryLater later(SdkException failure) {
        Log.errorf("The %s does not do as asked: %s", place, reason(failure));
        return new TryLater(
                "object-store-unavailable",
                "The store of media and exports cannot be reached at the moment; repeat the request.",
                Duration.ofSeconds(5));
    }

    private static String reason(SdkException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /** Closing a download before its end breaks it off, instead of reading what is left of it. */
    private static final class Download extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> bytes;
        private boolean ended;

        Download(ResponseInputStream<GetObjectResponse> bytes) {
            super(bytes);
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                bytes.abort();
            }
        }
    }
}
