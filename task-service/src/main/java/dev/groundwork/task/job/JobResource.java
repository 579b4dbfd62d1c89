package dev.groundwork.task.job;

import java.net.URI;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/jobs")
@Tag(name = "Jobs")
@RolesAllowed("requester")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class JobResource {

    static final String NEW_JOB = """
            {"title": "Is it happy or sad?",
             "reward": {"amount": "0.05", "currency": "EUR"},
             "timeEstimate": "PT15S", "timeLimit": "PT10M", "overlap": 3, "reviewWindow": "P7D",
             "places": ["ES", "FR"], "languages": ["es", "fr"], "floorPolicy": "UNIFORM", "budget": {"amount": "100.00", "currency": "EUR"},
             "pilotWorkers": 12,
             "spec": {"spec": "task/1",
               "title": {"en": "Is it happy or sad?"},
               "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
               "output": {"type": "object", "additionalProperties": false, "required": ["mood"],
                          "properties": {"mood": {"type": "string", "enum": ["happy", "sad"], "x-kind": "choice"}}},
               "ui": {"kind": "blocks", "blocks": [{"type": "view.text", "value": {"$in": "/text"}},
                                                   {"type": "field.choice", "out": "/mood"}]},
               "instructions": {"short": {"en": "Choose the mood of the sentence."}}}}
            """;

    static final String BELOW_FLOOR = """
            {"type": "/problems/pay-below-floor", "title": "Unprocessable Content", "status": 422,
             "code": "pay-below-floor", "reward": "0.45", "currency": "EUR", "required": "0.52", "shortfall": "0.07",
             "floor": {"per_hour": "9.37", "kind": "statutory", "place": "ES", "effective": "2026-01-01",
                       "source": "RD 126/2026", "confidence": "high"},
             "time": {"statistic": "requester_estimate_x1_5", "seconds": 196, "median_seconds": 131, "workers": 0},
             "implied_hourly": {"at_price_time": "8.27", "at_median": "12.37"},
             "ways_out": ["raise reward to 0.52", "shorten the task to an estimate of at most 114 s"]}
            """;

    private final JobDesk desk;
    private final JobPay pay;
    private final TaskSpecs specs;
    private final Idempotency idempotency;
    private final JobConfig config;
    private final Caller caller;

    JobResource(JobDesk desk, JobPay pay, TaskSpecs specs, Idempotency idempotency, JobConfig config, Caller caller) {
        this.desk = desk;
        this.pay = pay;
        this.specs = specs;
        this.idempotency = idempotency;
        this.config = config;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createJob",
            summary = "Draft a job",
            description = "Next: upload tasks, look at the quote, publish. With an Idempotency-Key a repeated request"
                    + " gives the same job.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "choice", value = NEW_JOB)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "400",
            description =
                    "invalid-request, invalid-task-spec, unknown-field, too-many-decimals: errors[].pointer names the place")
    @APIResponse(responseCode = "422", description = "unsupported-currency")
    public RestResponse<JobView> create(
            @Valid @NotNull NewJob body, @RestHeader("Idempotency-Key") @Nullable String idempotencyKey) {
        UUID requesterId = caller.changingRequesterId();
        TaskSpec spec = body.taskSpec();
        JobTerms terms = body.terms(spec);
        JobView view = QuarkusTransaction.requiringNew()
                .call(() -> idempotency.once(
                        "create-job:" + requesterId,
                        idempotencyKey,
                        body,
                        JobView.class,
                        () -> JobView.of(desk.draft(requesterId, terms, spec), spec.document())));
        return RestResponse.ResponseBuilder.<JobView>created(URI.create("/v1/jobs/" + view.id()))
                .entity(view)
                .build();
    }

    @GET
    @Operation(operationId = "listJobs", summary = "Your jobs, newest first")
    public Page<JobView> list(
            @RestQuery @Nullable JobState state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return desk.list(caller.requesterId(), state, Cursor.decodeUuid(cursor), limit)
                .map(job -> JobView.of(job, null));
    }

    @GET
    @Path("/{jobId}")
    @Operation(operationId = "getJob", summary = "One of your jobs")
    public JobView get(@RestPath UUID jobId) {
        return viewOf(desk.get(caller.requesterId(), jobId));
    }

    @GET
    @Path("/{jobId}/quote")
    @Operation(
            operationId = "quoteJob",
            summary = "What publishing would ask for",
            description = "base: the rewards; fee: the platform's; reserve: held for top-ups, returned when not used."
                    + " floor: whether the reward passes, as publishing would check it.")
    public QuoteView quote(@RestPath UUID jobId) {
        return QuoteView.of(desk.quote(caller.requesterId(), jobId), config.feeRate());
    }

    @POST
    @Path("/{jobId}/publish")
    @ResponseStatus(202)
    @Operation(
            operationId = "publishJob",
            summary = "Hold the money and open the job",
            description =
                    "Answers at once with state FUNDING. When the money is held the job is in PILOT: a few workers may"
                            + " claim one task each until their time is measured, then it is OPEN, or PAUSED as underpaid. Where"
                            + " enough workers were measured on the same spec in the last 30 days it is OPEN at once. It is DRAFT again"
                            + " with a stateReason when there is too little money.")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "invalid-task-spec: the page that draws the tasks is not there")
    @APIResponse(responseCode = "409", description = "job-not-draft: published already")
    @APIResponse(
            responseCode = "422",
            description = "pay-below-floor, over-budget, job-without-tasks",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "pay-below-floor", value = BELOW_FLOOR)))
    public JobView publish(@RestPath UUID jobId) {
        return viewOf(desk.publish(caller.changingRequesterId(), jobId, caller.client()));
    }

    @POST
    @Path("/{jobId}/pause")
    @Operation(operationId = "pauseJob", summary = "Stop new claims; what is claimed may be submitted")
    public JobView pause(@RestPath UUID jobId) {
        return viewOf(desk.pause(caller.changingRequesterId(), jobId));
    }

    @POST
    @Path("/{jobId}/resume")
    @Operation(operationId = "resumeJob", summary = "Take claims again")
    public JobView resume(@RestPath UUID jobId) {
        return viewOf(desk.resume(caller.changingRequesterId(), jobId));
    }

    @POST
    @Path("/{jobId}/reward")
    @ResponseStatus(202)
    @Operation(
            operationId = "raiseReward",
            summary = "Raise the reward",
            description =
                    "A reward may rise, never fall. What the higher reward adds to the price is held first; until then"
                            + " the old one goes on, and raise says what was asked for. Who claims afterwards gets the new reward, and"
                            + " every earlier answer that is paid is topped up to it. A job that was paused as underpaid opens again.")
    @APIResponse(
            responseCode = "409",
            description = "job-not-published, raise-pending: an earlier raise waits for its money")
    @APIResponse(
            responseCode = "422",
            description = "reward-not-raised, pay-below-floor, pay-gap-unjustified, over-budget")
    public JobView raise(@RestPath UUID jobId, @Valid @NotNull NewReward body) {
        return viewOf(
                pay.raise(caller.changingRequesterId(), jobId, body.reward().toMoney(), caller.client()));
    }

    /** A higher reward. */
    @Schema(examples = "{\"reward\": {\"amount\": \"0.52\", \"currency\": \"EUR\"}}")
    record NewReward(@Valid @NotNull MoneyBody reward) {}

    @POST
    @Path("/{jobId}/cancel")
    @Operation(
            operationId = "cancelJob",
            summary = "Give the job up",
            description =
                    "Nothing more can be claimed. What workers hold is theirs to submit and is paid when approved;"
                            + " the rest of the money comes back when the last of it is final.")
    public JobView cancel(@RestPath UUID jobId) {
        return viewOf(desk.cancel(caller.changingRequesterId(), jobId));
    }

    private JobView viewOf(Job job) {
        return JobView.of(job, specs.byHash(job.specHash()).document());
    }
}
