package dev.groundwork.contracts.worker.v1;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What others need to know of a worker, published by worker-service on {@value #TOPIC} (compacted), keyed by worker id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = WorkerEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerEvent.WorkerStandingChanged.class, name = "worker.standing-changed"),
})
public sealed interface WorkerEvent {

    String TOPIC = "worker.standing.v1";

    enum Standing {
        ACTIVE,
        SUSPENDED,
        CLOSED
    }

    /**
     * The whole of a worker's standing, so that the newest event per worker is enough.
     *
     * @param revision grows by one with every change; a consumer drops an older one
     * @param country ISO 3166-1 alpha-2
     * @param subdivision ISO 3166-2, such as {@code US-CA}, where the worker named one
     * @param languages BCP 47 tags
     */
    record WorkerStandingChanged(
            UUID workerId,
            long revision,
            Standing standing,
            String country,
            @Nullable String subdivision,
            List<String> languages,
            Instant changedAt)
            implements WorkerEvent {}

    /** Something that a newer worker-service says and this reader does not know yet. */
    record Unknown() implements WorkerEvent {}
}
