package dev.groundwork.task.result;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.result.Results.Positioned;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpecs;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/jobs/{jobId}")
@Tag(name = "Results")
@RolesAllowed("requester")
@RunOnVirtualThread
class ResultResource {

    private static final String LINES = "application/x-ndjson";
    private static final String TABLE = "text/csv";

    private static final String RESULT_EXAMPLE = """
            {"items": [{"taskId": "0198c0de-0000-7000-8000-000000000001", "externalId": "a", "answers": 3,
                        "result": {"mood": {"value": "happy", "votes": 2, "share": 0.6667}}}], "next": null}
            """;

    private final JobDesk jobs;
    private final TaskSpecs specs;
    private final Results results;
    private final Export export;
    private final Caller caller;

    ResultResource(JobDesk jobs, TaskSpecs specs, Results results, Export export, Caller caller) {
        this.jobs = jobs;
        this.specs = specs;
        this.results = results;
        this.export = export;
        this.caller = caller;
    }

    @GET
    @Path("/results")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listResults",
            summary = "What the answers to each task come to, by majority",
            description =
                    "Rejected answers do not count. choice: most votes, of equals the first in the schema; multichoice:"
                            + " every label that more than half name; number: the median; text: the most frequent, case and white"
                            + " space apart. tie marks what could have gone another way.")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "results", value = RESULT_EXAMPLE)))
    public Page<TaskResult> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        List<OutputField> fields = outputsOf(jobId);
        return Page.of(
                        results.page(jobId, fields, positionIn(cursor), limit + 1),
                        limit,
                        item -> Cursor.encode(Long.toString(item.position())))
                .map(Positioned::result);
    }

    @GET
    @Path("/exports/results.jsonl")
    @Produces(LINES)
    @Operation(operationId = "exportResultLines", summary = "All results, one JSON object a line")
    public Response resultLines(@RestPath UUID jobId) {
        List<OutputField> fields = outputsOf(jobId);
        return file(jobId, "results.jsonl", LINES, out -> export.resultLines(jobId, fields, out));
    }

    @GET
    @Path("/exports/results.csv")
    @Produces(TABLE)
    @Operation(operationId = "exportResultTable", summary = "All results as a table")
    public Response resultTable(@RestPath UUID jobId) {
        List<OutputField> fields = outputsOf(jobId);
        return file(jobId, "results.csv", TABLE, out -> export.resultTable(jobId, fields, out));
    }

    @GET
    @Path("/exports/answers.jsonl")
    @Produces(LINES)
    @Operation(operationId = "exportAnswerLines", summary = "All usable answers, one JSON object a line")
    public Response answerLines(@RestPath UUID jobId) {
        List<OutputField> unused = outputsOf(jobId);
        return file(jobId, "answers.jsonl", LINES, out -> export.answerLines(jobId, out));
    }

    @GET
    @Path("/exports/answers.csv")
    @Produces(TABLE)
    @Operation(operationId = "exportAnswerTable", summary = "All usable answers as a table")
    public Response answerTable(@RestPath UUID jobId) {
        List<OutputField> fields = outputsOf(jobId);
        return file(jobId, "answers.csv", TABLE, out -> export.answerTable(jobId, fields, out));
    }

    /** Also where it is decided that the job is the caller's. */
    private List<OutputField> outputsOf(UUID jobId) {
        return specs.byHash(jobs.get(caller.requesterId(), jobId).specHash()).outputs();
    }

    private static Response file(UUID jobId, String name, String type, StreamingOutput body) {
        return Response.ok(body, type + ";charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"job-" + jobId + "-" + name + "\"")
                .build();
    }

    private static long positionIn(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(Cursor.decode(cursor, 1).getFirst());
        } catch (NumberFormatException foreign) {
            throw new InvalidRequest(
                    "invalid-cursor", "The cursor is not one of this list; take it from \"next\" of the page before.");
        }
    }
}
