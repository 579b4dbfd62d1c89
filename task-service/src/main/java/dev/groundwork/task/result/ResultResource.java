package dev.groundwork.task.result;

import java.io.IOException;
import java.util.List;
import java.util.Map;
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
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.result.Results.Positioned;
import dev.groundwork.task.result.Standings.Standing;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.databind.JsonNode;
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
            {"items": [{"taskId": "0198c0de-0000-7000-8000-000000000001", "externalId": "a", "answers": 3, "state": "DONE",
                        "confidence": 0.93,
                        "result": {"mood": {"value": "happy", "votes": 2, "share": 0.6667, "confidence": 0.93,
                                            "agreement": 0.3333, "method": "gold-bayes"}}}],
             "next": null, "refreshedAt": "2026-11-26T12:00:00Z", "pendingTasks": 0}
            """;

    private static final String STANDINGS_EXAMPLE = """
            {"better": {"items": [{"item": "model-2", "score": 0.41, "tasks": 120}, {"item": "model-1", "score": -0.41, "tasks": 120}],
                        "groups": 1, "warnings": []}}
            """;

    private static final String METHODS_EXAMPLE = """
            {"mood": {"method": "gold-bayes", "why": "most accurate on 24 control tasks that it was not told",
                      "controlTasks": 24, "scores": [{"method": "gold-bayes", "accuracy": 0.9167, "logLoss": 0.31}]}}
            """;

    private final JobDesk jobs;
    private final TaskSpecs specs;
    private final Results results;
    private final ResultRefresh refresh;
    private final Export export;
    private final Standings standings;
    private final Caller caller;

    ResultResource(
            JobDesk jobs,
            TaskSpecs specs,
            Results results,
            ResultRefresh refresh,
            Export export,
            Standings standings,
            Caller caller) {
        this.jobs = jobs;
        this.specs = specs;
        this.results = results;
        this.refresh = refresh;
        this.export = export;
        this.standings = standings;
        this.caller = caller;
    }

    @GET
    @Path("/results")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listResults",
            summary = "What the answers to each task come to",
            description =
                    "Only usable answers count: what is rejected and not paid for does not. Without control tasks the majority"
                            + " decides a closed question; with them, the method that gets most of those right that it was not"
                            + " told. Texts: the one most alike to all. Numbers: the median, or what control tasks show to come"
                            + " closest. Shapes, spans and segments: what enough workers drew, merged. Rankings: the order that"
                            + " explains all pairs best. Files: all of them. tie marks what could have gone another way. Results"
                            + " are made while you wait as far as that is soon done; refreshedAt and pendingTasks say how fresh"
                            + " they are.")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "results", value = RESULT_EXAMPLE)))
    public ResultPage list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        List<OutputField> unused = outputsOf(jobId);
        long after = Cursor.decodeLong(cursor, 0);
        // Later pages of one reading show what the first began with, as far as that is possible.
        Freshness fresh = after == 0 ? refresh.bringUpToDate(jobId) : results.freshness(jobId);
        var page = Page.of(results.page(jobId, after, limit + 1), limit, item -> Cursor.encode(item.position()))
                .map(Positioned::result);
        return new ResultPage(page.items(), page.next(), fresh.refreshedAt(), fresh.pendingTasks());
    }

    @GET
    @Path("/results/methods")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listResultMethods",
            summary = "How the results of each property are found",
            description =
                    "By property: the method, why it was chosen, and what each candidate got right of control tasks that"
                            + " it was not told. Empty until the job has answers.")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "methods", value = METHODS_EXAMPLE)))
    public JsonNode methods(@RestPath UUID jobId) {
        List<OutputField> unused = outputsOf(jobId);
        var unusedFreshness = refresh.bringUpToDate(jobId);
        return results.methods(jobId);
    }

    @GET
    @Path("/results/standings")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listStandings",
            summary = "How the items that preferences compare stand over the whole job",
            description =
                    "For each preference whose spec has x-items: the items from the best to the worst by Bradley-Terry on"
                            + " the results of all tasks. Where nothing compares two groups of items, warnings say so.")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "standings", value = STANDINGS_EXAMPLE)))
    @APIResponse(responseCode = "422", description = "too-many-items")
    public Map<String, Standing> standings(@RestPath UUID jobId) throws IOException {
        List<OutputField> fields = outputsOf(jobId);
        var unusedFreshness = refresh.bringUpToDate(jobId);
        return standings.of(jobId, fields);
    }

    @GET
    @Path("/exports/results.jsonl")
    @Produces(LINES)
    @Operation(operationId = "exportResultLines", summary = "All results, one JSON object a line")
    public Response resultLines(@RestPath UUID jobId) {
        List<OutputField> unused = outputsOf(jobId);
        var unusedFreshness = refresh.bringUpToDate(jobId);
        return file(jobId, "results.jsonl", LINES, out -> export.resultLines(jobId, out));
    }

    @GET
    @Path("/exports/results.csv")
    @Produces(TABLE)
    @Operation(operationId = "exportResultTable", summary = "All results as a table")
    public Response resultTable(@RestPath UUID jobId) {
        List<OutputField> fields = outputsOf(jobId);
        var unusedFreshness = refresh.bringUpToDate(jobId);
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
}
