package dev.groundwork.payment.payout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.rail.Destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.jspecify.annotations.Nullable;

/** Workers' payout methods: locked at rest, replaced and never edited. */
@ApplicationScoped
public class PayoutMethods {

    private final PayoutMethodRepository repository;
    private final Vault vault;
    private final HeldPayouts heldPayouts;
    private final EventJson json;
    private final PayoutConfig config;
    private final Clock clock;

    PayoutMethods(
            PayoutMethodRepository repository,
            Vault vault,
            HeldPayouts heldPayouts,
            EventJson json,
            PayoutConfig config,
            Clock clock) {
        this.repository = repository;
        this.vault = vault;
        this.heldPayouts = heldPayouts;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A method and the account that it locks.
     *
     * @param restsUntil until when nothing is paid to it, as it was changed; null where it is paid to
     */
    record Opened(
            PayoutMethod method,
            PayeeAccount account,
            @Nullable Instant restsUntil) {}

    @Transactional
    Optional<Opened> current(UUID workerId) {
        return repository.current(workerId).map(this::opened);
    }

    /**
     * Naming the same account again changes nothing, not even the date, unless money came back from it: then it is the
     * worker's word that it is right. What waited for a method goes back on the balance.
     *
     * @throws RuleViolation {@code payout-method-blocked}
     */
    @Transactional
    Opened change(UUID workerId, PayeeAccount account, String actor) {
        repository.lockWorker(workerId);
        Optional<PayoutMethod> before = repository.current(workerId);
        if (before.isPresent() && before.get().state() == PayoutMethod.State.BLOCKED) {
            throw new RuleViolation(
                    "payout-method-blocked",
                    "A bank stopped a payout to you for a reason that we have to look at; you are told when this is done.");
        }
        // Before anything of the method is written: the bank's outcomes take the same locks in this order.
        heldPayouts.release(workerId);
        // As precise as the database keeps it, so that what is answered is what is read later.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (before.isPresent()) {
            Opened opened = opened(before.get());
            if (opened.account().equals(account) && before.get().state() == PayoutMethod.State.ACTIVE) {
                return opened;
            }
            before.get().replaced(now);
            // The mark has to be written before the new row: only one method may be current.
            repository.flush();
        }
        var method = new PayoutMethod(
                Ids.next(),
                workerId,
                account.rail(),
                vault.lock(workerId, json.write(account)),
                vault.fingerprint(account.identity()),
                account.masked(),
                actor,
                now);
        repository.persist(method);
        return opened(method);
    }

    /** {@return where a payout by a method of that rail goes} */
    Destination destination(String rail, UUID workerId, byte[] details) {
        return open(rail, workerId, details).destination();
    }

    private PayeeAccount open(String rail, UUID workerId, byte[] details) {
        try {
            String text = vault.open(workerId, details);
            return switch (rail) {
                case "SEPA" -> json.read(text, BankAccount.class);
                case "STRIPE" -> json.read(text, StripeAccount.class);
                case "PAYPAL" -> json.read(text, PayPalAccount.class);
                default -> throw new IllegalStateException("no payout method is kept for " + rail);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("bank details of worker " + workerId + " are in no known form", e);
        }
    }

    private Opened opened(PayoutMethod method) {
        Duration rest = config.approval().methodRest();
        return new Opened(
                method,
                open(method.rail(), method.workerId(), method.details()),
                repository.rests(method, clock.instant().minus(rest))
                        ? method.createdAt().plus(rest)
                        : null);
    }
}
