package dev.groundwork.payment.testing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentScreenedOut;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.task.v1.JobEvent.JobCancelled;
import dev.groundwork.contracts.task.v1.JobEvent.JobCompleted;
import dev.groundwork.contracts.task.v1.JobEvent.JobPriceRaiseRequested;
import dev.groundwork.contracts.task.v1.JobEvent.JobPublishRequested;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.restassured.specification.RequestSpecification;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The other services as this one meets them: what they say on Kafka, and what people ask for over HTTP. */
@ApplicationScoped
public class Scene {

    private final EventJson json;
    private final Audit audit;
    private final TestTopics topics = new TestTopics();
    private final Map<String, List<String>> heard = new HashMap<>();

    Scene(EventJson json, Audit audit) {
        this.json = json;
        this.audit = audit;
    }

    @PreDestroy
    void close() {
        topics.close();
    }

    /** A job as the task-service announces it. */
    public record Job(UUID id, UUID requesterId, long rewardMinor, long assignments) {

        public static Job of(UUID requesterId, long rewardMinor, long assignments) {
            return new Job(UUID.randomUUID(), requesterId, rewardMinor, assignments);
        }

        public Amount reward() {
            return new Amount(Long.toString(rewardMinor), "EUR");
        }
    }

    public static RequestSpecification as(String token) {
        return given().auth().oauth2(token).contentType("application/json");
    }

    public static RequestSpecification asRequester(UUID requesterId) {
        return as(TestTokens.requester(requesterId));
    }

    public static RequestSpecification asWorker(UUID workerId) {
        return as(TestTokens.worker(workerId));
    }

    /** {@return a requester with this much money, in cents} */
    public UUID requesterWith(long cents) {
        UUID requesterId = UUID.randomUUID();
        deposit(requesterId, cents);
        return requesterId;
    }

    public void deposit(UUID requesterId, long cents) {
        asRequester(requesterId)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"amount\":{\"amount\":\"%d.%02d\",\"currency\":\"EUR\"}}".formatted(cents / 100, cents % 100))
                .post("/v1/deposits")
                .then()
                .statusCode(201);
    }

    /** {@return the id of this attempt to publish} */
    public UUID wantsToPublish(Job job) {
        UUID publicationId = UUID.randomUUID();
        say(publishing(job, publicationId));
        return publicationId;
    }

    public JobPublishRequested publishing(Job job, UUID publicationId) {
        return new JobPublishRequested(
                job.id(), job.requesterId(), publicationId, "Test job", job.reward(), job.assignments(), Instant.now());
    }

    /** Publishes and waits until the money is held. */
    public void isFunded(Job job) {
        UUID publicationId = wantsToPublish(job);
        hear(FundsEvent.TOPIC, FundsEvent.FundsHeld.class, held -> held.publicationId()
                .equals(publicationId));
    }

    public void isCompleted(Job job, long approved) {
        say(new JobCompleted(job.id(), job.requesterId(), approved, null, null, Instant.now()));
    }

    /** As {@link #isCompleted}, with so many top-ups besides. */
    public void isCompletedWithTopUps(Job job, long approved, long topUps) {
        say(new JobCompleted(job.id(), job.requesterId(), approved, null, topUps, Instant.now()));
    }

    /** {@return the id of this attempt to raise the reward} */
    public UUID wantsToRaise(Job job, long rewardMinor) {
        return wantsToRaise(job, rewardMinor, null);
    }

    /**
     * {@return the id of this attempt to raise the reward}
     *
     * @param client by which program
     */
    public UUID wantsToRaise(Job job, long rewardMinor, @Nullable String client) {
        UUID raiseId = UUID.randomUUID();
        say(new JobPriceRaiseRequested(
                job.id(),
                job.requesterId(),
                raiseId,
                new Amount(Long.toString(rewardMinor), "EUR"),
                job.assignments(),
                Instant.now(),
                client));
        return raiseId;
    }

    /** {@return the event, which another call may send again} */
    public AssignmentToppedUp topsUp(Job job, UUID workerId, long minor) {
        var toppedUp = new AssignmentToppedUp(
                UUID.randomUUID(),
                UUID.randomUUID(),
                job.id(),
                job.requesterId(),
                workerId,
                new Amount(Long.toString(minor), "EUR"),
                Instant.now());
        say(toppedUp);
        return toppedUp;
    }

    public void say(AssignmentToppedUp event) {
        send(AssignmentEvent.TOPIC, event.jobId(), json.write(event), UUID.randomUUID());
    }

    public void isCancelled(Job job, long approved) {
        say(new JobCancelled(job.id(), job.requesterId(), approved, null, null, Instant.now()));
    }

    /** {@return the event, which another call may send again} */
    public AssignmentApproved approves(Job job, UUID workerId) {
        AssignmentApproved approved = approval(job, workerId);
        say(approved, UUID.randomUUID());
        return approved;
    }

    public AssignmentApproved approval(Job job, UUID workerId) {
        return new AssignmentApproved(
                UUID.randomUUID(),
                job.id(),
                job.requesterId(),
                UUID.randomUUID(),
                workerId,
                job.reward(),
                17,
                "requester",
                Instant.now());
    }

    public void say(JobEvent event) {
        UUID jobId =
                switch (event) {
                    case JobPublishRequested wish -> wish.jobId();
                    case JobPriceRaiseRequested wish -> wish.jobId();
                    case JobCompleted over -> over.jobId();
                    case JobCancelled over -> over.jobId();
                    default -> throw new IllegalArgumentException("not said in these tests: " + event);
                };
        send(JobEvent.TOPIC, jobId, json.write(event), UUID.randomUUID());
    }

    public void say(AssignmentApproved event, UUID eventId) {
        send(AssignmentEvent.TOPIC, event.jobId(), json.write(event), eventId);
    }

    /** Says something else of an assignment of the job. */
    public void say(Job job, AssignmentEvent event) {
        send(AssignmentEvent.TOPIC, job.id(), json.write(event), UUID.randomUUID());
    }

    /** {@return a worker who found after 12 seconds, at 9.37 an hour, that the job is not for them} */
    public static AssignmentScreenedOut screenedOut(Job job, UUID workerId, long payableMinor) {
        Instant now = Instant.now();
        return screenedOut(job, workerId, payableMinor, 12, now.minusSeconds(12));
    }

    public static AssignmentScreenedOut screenedOut(
            Job job, UUID workerId, long payableMinor, long seconds, Instant from) {
        return new AssignmentScreenedOut(
                UUID.randomUUID(),
                job.id(),
                job.requesterId(),
                UUID.randomUUID(),
                workerId,
                new Amount(Long.toString(payableMinor), "EUR"),
                seconds,
                new Amount("937", "EUR"),
                "ES",
                "RD 126/2026",
                from,
                from.plusSeconds(seconds));
    }

    /** The end of a job of which so many assignments are approved and so many are paid. */
    public void isCompleted(Job job, long approved, long paid) {
        say(new JobCompleted(job.id(), job.requesterId(), approved, paid, null, Instant.now()));
    }

    public void send(String topic, UUID key, String text, UUID eventId) {
        topics.send(topic, key.toString(), text, Map.of("ce_id", eventId.toString()));
    }

    /** Waits for an event of this service. */
    public <E> E hear(String topic, Class<E> type, Predicate<E> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> find(all(topic), type, wanted), found -> found != null);
    }

    /** {@return how many such events came up to now} */
    public synchronized <E> long count(String topic, Class<E> type, Predicate<E> wanted) {
        return all(topic).stream()
                .filter(text -> find(List.of(text), type, wanted) != null)
                .count();
    }

    private synchronized List<String> all(String topic) {
        List<String> sofar = heard.computeIfAbsent(topic, name -> new ArrayList<>());
        topics.poll(topic).forEach(record -> sofar.add(record.value()));
        return List.copyOf(sofar);
    }

    private <E> @Nullable E find(List<String> texts, Class<E> type, Predicate<E> wanted) {
        for (String text : texts) {
            try {
                // Read by its contract: the type stands in the body.
                Class<?> contract = type.getInterfaces()[0];
                Object event = json.read(text, contract);
                if (type.isInstance(event) && wanted.test(type.cast(event))) {
                    return type.cast(event);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("this service sent what its contract cannot read: " + text, e);
            }
        }
        return null;
    }

    /** Waits until a worker has earned this much, in euros with two decimals. */
    public void hasEarned(UUID workerId, String euros) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(asWorker(workerId)
                        .get("/v1/earnings")
                        .jsonPath()
                        .getString("balances.find { it.currency == 'EUR' }?.earned?.amount"))
                .isEqualTo(euros));
    }

    /** Waits until a requester has this much, in euros with two decimals. */
    public void hasBalance(UUID requesterId, String available, String held, String spent) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var balance = asRequester(requesterId).get("/v1/balance").jsonPath();
            assertThat(List.of(
                            balance.getString("balances[0].available.amount"),
                            balance.getString("balances[0].held.amount"),
                            balance.getString("balances[0].spent.amount")))
                    .containsExactly(available, held, spent);
        });
    }

    /** {@return what the books have on an account of cash, in major units; nothing where it was never used} */
    public BigDecimal cash(AccountName account) {
        var accounts = as(TestTokens.withRoles(UUID.randomUUID(), "operator"))
                .queryParam("limit", 1000)
                .queryParam("currency", account.currency())
                .queryParam("purpose", "CASH")
                .get("/v1/accounts")
                .jsonPath();
        String owner = account.ownerId().equals(AccountName.NOBODY) ? "null" : "'" + account.ownerId() + "'";
        String balance = accounts.getString("items.find { it.ownerId == " + owner + " }?.balance?.amount");
        return balance == null ? BigDecimal.ZERO : new BigDecimal(balance);
    }

    /** Every invariant of the books holds. */
    public void booksAreRight() {
        assertThat(audit.run().invariants()).allSatisfy(finding -> assertThat(finding.violations())
                .as("%d %s", finding.number(), finding.name())
                .isEmpty());
    }
}
