package dev.groundwork.payment.bonus;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.payment.bonus.Bonuses.Given;
import dev.groundwork.payment.bonus.Bonuses.Wish;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestKey;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/bonuses")
@Tag(name = "Requester's money")
@RolesAllowed("requester")
@RunOnVirtualThread
class BonusResource {

    private final Bonuses bonuses;
    private final Caller caller;

    BonusResource(Bonuses bonuses, Caller caller) {
        this.bonuses = bonuses;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "giveBonus",
            summary = "Give a worker a bonus",
            description =
                    "On top of the pay for an assignment, at once and out of the balance, with the platform's fee at the rate of the"
                            + " job. Only for work that is paid: name the assignment, or the worker for the last one in the currency."
                            + " A repetition under the same Idempotency-Key gets the first answer again, for ever.")
    @APIResponse(responseCode = "201", description = "Given")
    @APIResponse(
            responseCode = "400",
            description =
                    "idempotency-key-missing, invalid-request, invalid-amount, too-many-decimals, unsupported-currency")
    @APIResponse(responseCode = "409", description = "insufficient-funds, key-cap-reached, idempotency-key-in-use")
    @APIResponse(
            responseCode = "422",
            description = "amount-not-positive, bonus-without-work, bonus-currency, idempotency-key-reused")
    public RestResponse<BonusView> give(
            @HeaderParam(RequestKey.HEADER) @Parameter(example = "bonus-2026-11-22-1") @Nullable String key,
            @Valid @NotNull NewBonus body) {
        UUID requesterId = caller.requesterIdToChange();
        String required = RequestKey.required(key);
        if (body.workerId() == null && body.assignmentId() == null) {
            throw new InvalidRequest(
                    "invalid-request",
                    "Name the assignment that the bonus is for (assignmentId), or the worker (workerId).");
        }
        Given given = bonuses.give(new Wish(
                requesterId,
                required,
                body.workerId(),
                body.assignmentId(),
                body.amount().toMoney(),
                body.message(),
                caller.client()));
        var response = RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, BonusView.of(given.bonus()));
        return given.repeated() ? response.header(RequestKey.REPLAYED, "true").build() : response.build();
    }

    @Schema(name = "NewBonus")
    record NewBonus(
            @Schema(
                    description =
                            "Whose last paid work for you it is for, where no assignment is named; else it has to be theirs")
            @Nullable UUID workerId,

            @Schema(description = "The work that it is for") @Nullable UUID assignmentId,

            @NotNull @Valid @Schema(examples = "{\"amount\":\"2.00\",\"currency\":\"EUR\"}")
            MoneyBody amount,

            @NotBlank @Size(max = 500) @Pattern(regexp = "\\P{Cntrl}*") @Schema(description = "For the worker", examples = "You saw what nobody else did.")
            String message) {}

    @Schema(name = "Bonus")
    record BonusView(
            UUID id,
            UUID workerId,
            UUID jobId,
            UUID assignmentId,
            MoneyBody amount,

            @Schema(description = "Of the platform, paid besides")
            MoneyBody fee,

            String message) {

        static BonusView of(Bonus bonus) {
            return new BonusView(
                    bonus.id(),
                    bonus.workerId(),
                    bonus.jobId(),
                    bonus.assignmentId(),
                    MoneyBody.of(bonus.amount()),
                    MoneyBody.of(bonus.fee()),
                    bonus.message());
        }
    }
}
