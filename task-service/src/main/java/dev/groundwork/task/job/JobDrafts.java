package dev.groundwork.task.job;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Validator;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Drafts jobs from the document that a requester would post, for features that write a part of it themselves. */
@ApplicationScoped
public class JobDrafts {

    private final JobDesk desk;
    private final ObjectMapper json;
    private final Validator validator;

    JobDrafts(JobDesk desk, ObjectMapper json, Validator validator) {
        this.desk = desk;
        this.json = json;
        this.validator = validator;
    }

    /** A draft that has passed every check of a posted one. */
    public record Draft(JobTerms terms, TaskSpec spec) {}

    /**
     * Reads the document of a new job.
     *
     * @throws InvalidRequest as posting it would
     */
    public Draft read(JsonNode document) {
        NewJob body;
        try {
            body = json.treeToValue(document, NewJob.class);
        } catch (JsonProcessingException foreign) {
            throw new InvalidRequest(
                    "invalid-request", "The terms of the job cannot be read: " + foreign.getOriginalMessage());
        }
        List<FieldError> faults = validator.validate(body).stream()
                .map(violation -> new FieldError(
                        "/" + violation.getPropertyPath().toString().replace('.', '/'), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::pointer))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidRequest(
                    "invalid-request",
                    "The job cannot be drafted: " + faults.getFirst().pointer() + " "
                            + faults.getFirst().detail() + ".",
                    faults);
        }
        TaskSpec spec = body.taskSpec();
        return new Draft(body.terms(spec), spec);
    }

    /** Drafts the job. */
    @Transactional
    public Job draft(UUID requesterId, Draft draft) {
        return desk.draft(requesterId, draft.terms(), draft.spec());
    }
}
