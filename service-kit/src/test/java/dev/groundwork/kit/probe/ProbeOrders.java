package dev.groundwork.kit.probe;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.RuleViolation;

import org.jspecify.annotations.Nullable;

/** Something that must not happen twice. */
@ApplicationScoped
public class ProbeOrders {

    private final Idempotency idempotency;
    private final Outbox outbox;
    private final AtomicInteger attempts = new AtomicInteger();

    ProbeOrders(Idempotency idempotency, Outbox outbox) {
        this.idempotency = idempotency;
        this.outbox = outbox;
    }

    @Transactional
    public Order place(@Nullable String key, NewOrder request) {
        return idempotency.once("probe:order", key, request, Order.class, () -> {
            attempts.incrementAndGet();
            if (request.count() > 100) {
                throw new RuleViolation("too-many", "That is more than there is.");
            }
            var order = new Order(Ids.next(), request.what(), request.count());
            outbox.add("probe.order.v1", order.id(), new ProbeEvent.Counted(order.id(), order.count()));
            return order;
        });
    }

    /** Tells when it holds the key, and goes on when it may. */
    @Transactional
    public Order placeSlowly(String key, NewOrder request, CountDownLatch inside, CountDownLatch goOn) {
        return idempotency.once("probe:order", key, request, Order.class, () -> {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Order(Ids.next(), request.what(), request.count());
        });
    }

    public int attempts() {
        return attempts.get();
    }

    public String checked(@NotBlank String text) {
        return text;
    }

    public record NewOrder(String what, int count) {}

    public record Order(UUID id, String what, int count) {}
}
