package dev.groundwork.payment.settlement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.audit.PaidWork;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.ledger.Reason;

import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The books' word for which work was paid, to be compared with that of the service that knows which work is to be. */
@Path("/v1/audit/paid-work")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker", "operator"})
@RunOnVirtualThread
class PaidWorkResource {

    private static final String JOBS = """
            select distinct owner_id from account
            where owner_type = 'JOB' and owner_id > ?
            order by owner_id
            limit ?""";

    /** The reward and what lifts a rejected answer's pay above it are of one posting, and of one amount here. */
    private static final String PAID =
            """
            select a.owner_id, t.currency, substr(p.business_key, length('approve:') + 1), sum(t.amount)
            from account a
                     join transfer t on t.debit_account = a.id and t.reason in (%d, %d, %d)
                     join posting p on p.id = t.posting_id and p.kind = 'approve'
            where a.owner_type = 'JOB' and a.owner_id = any (?)
            group by a.owner_id, t.currency, p.business_key""".formatted(Reason.REWARD.code(), Reason.TOP_UP.code(), Reason.SCREEN_OUT.code());

    private final AgroalDataSource database;

    PaidWorkResource(AgroalDataSource database) {
        this.database = database;
    }

    @GET
    @Operation(
            operationId = "sumPaidWork",
            summary = "Sum up the work that was paid",
            description =
                    "For each job and currency, in the order of the jobs: what was paid for assignments, without later top-ups."
                            + " sumWorkToPay says the same once no approval is on its way, or work was paid that should not be, or the"
                            + " reverse. What was taken back later counts as paid.")
    @APIResponse(
            responseCode = "200",
            description = "The sums of at most so many jobs; a page may be empty before the last")
    @APIResponse(responseCode = "400", description = "invalid-cursor")
    public Page<PaidWork.Sum> sums(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return PaidWork.page(database, JOBS, PAID, cursor, limit);
    }
}
