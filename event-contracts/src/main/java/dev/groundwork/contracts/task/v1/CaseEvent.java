package dev.groundwork.contracts.task.v1;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Facts about cases, published by task-service on {@value #TOPIC}, keyed by job id. A case is for a person to look at: no
 * consumer may refuse, withhold or lower anything because of one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = CaseEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = CaseEvent.CaseOpened.class, name = "case.opened"),
    @JsonSubTypes.Type(value = CaseEvent.CaseDecided.class, name = "case.decided"),
})
public sealed interface CaseEvent {

    String TOPIC = "task.case.v1";

    /**
     * Something in the answers of a job should be looked at. It names no worker, as nothing has been found yet.
     *
     * @param kind what was seen, such as {@code ERROR_AGREEMENT}
     */
    record CaseOpened(UUID caseId, UUID jobId, UUID requesterId, String kind, Instant openedAt) implements CaseEvent {}

    /**
     * A person has decided on a case.
     *
     * @param system the system that pointed to it, in the register of automated systems
     * @param workerIds whom it is about; each is told
     * @param outcome {@code DISMISSED} or {@code CONFIRMED}
     * @param reason what the person wrote
     */
    record CaseDecided(
            UUID caseId,
            UUID jobId,
            String kind,
            String system,
            List<UUID> workerIds,
            String outcome,
            String reason,
            Instant decidedAt)
            implements CaseEvent {

        public CaseDecided {
            workerIds = List.copyOf(workerIds);
        }
    }

    /** Something that a newer task-service says and this reader does not know yet. */
    record Unknown() implements CaseEvent {}
}
