package dev.groundwork.kit.probe;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.kit.problem.UnsupportedMedia;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Ends in every way in which a request can end. */
@Path("/probes")
@PermitAll
@RunOnVirtualThread
class ProbeResource {

    private final ProbeOrders orders;

    ProbeResource(ProbeOrders orders) {
        this.orders = orders;
    }

    @POST
    public MoneyBody create(@Valid @NotNull NewProbe body) {
        return MoneyBody.of(body.price().toMoney());
    }

    @GET
    public String list(@RestQuery @Min(1) @Max(100) int limit) {
        return "limit " + limit;
    }

    @GET
    @Path("/{id}")
    public String get(@RestPath UUID id) {
        throw new NotFound("probe", id);
    }

    @GET
    @Path("/ends/{how}")
    public String end(@RestPath String how) throws Exception {
        switch (how) {
            case "rule" -> throw new RuleViolation("probe-broken", "It is broken.", Map.of("since", "today"));
            case "unprocessable" -> throw new Unprocessable("probe-odd", "It is odd.");
            case "invalid" -> throw new InvalidRequest("probe-wrong", "It is wrong.");
            case "forbidden" -> throw new NotAllowed("probe-closed", "It is closed.");
            case "large" -> throw new TooLarge("probe-large", "It is large.");
            case "media" -> throw new UnsupportedMedia("probe-media", "It is not of this kind.");
            case "later" -> throw new TryLater("probe-busy", "It is busy.", Duration.ofMillis(1500));
            case "lost-race" -> {
                var rollback = new RollbackException("rolled back");
                rollback.initCause(new OptimisticLockException("select secret from table"));
                throw new IllegalStateException("interceptor", rollback);
            }
            case "wrapped" -> throw new IllegalStateException(new RuleViolation("probe-inside", "It is inside."));
            case "checked" -> throw new SQLException("secret statement", "42601");
            case "no-database" -> throw new SQLException("connection refused", "08001");
            case "bug" -> throw new IllegalStateException("secret of ours");
            case "bug-of-validation" -> orders.checked("");
            default -> throw new IllegalArgumentException(how);
        }
        return how;
    }

    @GET
    @Path("/workers-only")
    @RolesAllowed("worker")
    public String workersOnly() {
        return "welcome";
    }

    @POST
    @Path("/orders")
    public ProbeOrders.Order order(
            @RestHeader("Idempotency-Key") @Nullable String key, @NotNull ProbeOrders.NewOrder order) {
        return QuarkusTransaction.requiringNew().call(() -> orders.place(key, order));
    }

    record NewProbe(
            @NotBlank String title,
            int count,
            @Valid @NotNull MoneyBody price,
            @Nullable Colour colour,
            @Nullable List<@Valid Part> parts) {}

    record Part(@NotBlank String name) {}

    enum Colour {
        RED,
        BLUE
    }
}
