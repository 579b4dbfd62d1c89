package dev.groundwork.payment.escrow;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.escrow.KeyCaps.Cap;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/key-caps")
@Tag(name = "Requester's money")
@RolesAllowed("requester")
@RunOnVirtualThread
class KeyCapResource {

    private static final String CLIENT = "[!-~]{1,255}";

    private final KeyCaps caps;
    private final Caller caller;

    KeyCapResource(KeyCaps caps, Caller caller) {
        this.caps = caps;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listKeyCaps",
            summary = "List the caps of your keys",
            description = "What each may publish jobs for in a month (UTC), and what of it is used.")
    public KeyCapList list() {
        return new KeyCapList(
                caps.of(caller.requesterId()).stream().map(KeyCapView::of).toList());
    }

    @PUT
    @Path("/{client}")
    @Operation(
            operationId = "putKeyCap",
            summary = "Cap what a key may publish jobs for in a month",
            description =
                    "By the clientId of a machine client. What a job holds when it is published counts: rewards, fees and reserve."
                            + " A job above it is DRAFT again with the reason key-cap-reached. For owners.")
    @APIResponse(responseCode = "200", description = "Kept")
    @APIResponse(responseCode = "400", description = "unsupported-currency, invalid-amount")
    @APIResponse(responseCode = "403", description = "not-allowed")
    public KeyCapView put(@RestPath @Pattern(regexp = CLIENT) String client, @Valid @NotNull NewKeyCap body) {
        return KeyCapView.of(
                caps.set(caller.requesterIdOfOwner(), client, body.perMonth().toMoney(), caller.actor()));
    }

    @DELETE
    @Path("/{client}")
    @Operation(operationId = "deleteKeyCap", summary = "Take a cap away", description = "For owners.")
    @APIResponse(responseCode = "204", description = "Gone")
    @APIResponse(responseCode = "403", description = "not-allowed")
    @APIResponse(responseCode = "404", description = "key-cap-not-found")
    public void delete(
            @RestPath @Pattern(regexp = CLIENT) String client,
            @RestQuery @NotNull @Pattern(regexp = "[A-Z]{3}") @Parameter(example = "EUR") String currency) {
        caps.remove(caller.requesterIdOfOwner(), client, currency);
    }

    record NewKeyCap(
            @NotNull @Valid @Schema(examples = "{\"amount\":\"500.00\",\"currency\":\"EUR\"}")
            MoneyBody perMonth) {}

    @Schema(name = "KeyCaps")
    record KeyCapList(List<KeyCapView> items) {}

    @Schema(name = "KeyCap")
    record KeyCapView(
            @Schema(description = "clientId of the key") String client,
            MoneyBody perMonth,

            @Schema(description = "Of this month (UTC)") MoneyBody used) {

        static KeyCapView of(Cap cap) {
            return new KeyCapView(cap.key().client(), money(cap.monthMinor(), cap), money(cap.usedMinor(), cap));
        }

        private static MoneyBody money(long minor, Cap cap) {
            return MoneyBody.of(new Money(minor, cap.key().currency()));
        }
    }
}
