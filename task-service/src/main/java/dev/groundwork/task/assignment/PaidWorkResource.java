package dev.groundwork.task.assignment;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.audit.PaidWork;
import dev.groundwork.kit.paging.Page;

import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Which work is to be paid, to be compared with what the books say was paid. */
@Path("/v1/paid-work")
@Tag(name = "Operators")
@RolesAllowed({"finance-maker", "finance-checker", "operator"})
@RunOnVirtualThread
class PaidWorkResource {

    private static final String JOBS = "select id from job where id > ? order by id limit ?";

    /** As the events say it that ask for the pay. */
    private static final String PAID = """
            select job_id, currency, id, case when state in ('REJECTED', 'SCREENED_OUT') then payable_minor else reward_minor end
            from assignment
            where job_id = any (?)
              and (state in ('APPROVED', 'ACCEPTED_UNUSED', 'SCREENED_OUT') or state = 'REJECTED' and payable_minor > 0)""";

    private final AgroalDataSource database;

    PaidWorkResource(AgroalDataSource database) {
        this.database = database;
    }

    @GET
    @Operation(
            operationId = "sumWorkToPay",
            summary = "Sum up the work that is to be paid",
            description =
                    "For each job and currency, in the order of the jobs: what the assignments come to that were approved, taken and"
                            + " not used, rejected with pay, or screened out. sumPaidWork says the same once no approval is on its"
                            + " way, or work was paid that should not be, or the reverse.")
    @APIResponse(
            responseCode = "200",
            description = "The sums of at most so many jobs; a page may be empty before the last")
    @APIResponse(responseCode = "400", description = "invalid-cursor")
    public Page<PaidWork.Sum> sums(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return PaidWork.page(database, JOBS, PAID, cursor, limit);
    }
}
