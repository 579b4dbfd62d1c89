package dev.groundwork.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.groundwork.local.Marketplace;

import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

/**
 * Rejections, appeals and what time does to them, through the gateway and with everybody's real roles.
 *
 * <p>It moves the time of the whole marketplace, so it comes after everything that shares it.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(SharedMarketplace.class)
class DisputeJourneyTest {

    private static final String IBAN = "IT60X0542811101000000123456";
    private static final Map<String, Object> FRAUD =
            Map.of("reason", "FRAUD", "evidence", "The same text as in ten others.", "clause", "Choose what you see.");

    private final Marketplace marketplace;
    private final MarketTime time;
    private final Person rita;
    private final Person ada;
    private final Person otto;

    DisputeJourneyTest(Marketplace marketplace, MarketTime time) {
        this.marketplace = marketplace;
        this.time = time;
        this.rita = Person.demo(marketplace, "rita");
        this.ada = Person.demo(marketplace, "ada");
        this.otto = Person.demo(marketplace, "otto");
    }

    private Person worker() {
        return Person.newWorker(marketplace, "IT", IBAN);
    }

    /** A job of one task, answered by a worker of its own. */
    private record Answered(String job, Person worker, String id) {

        private ValidatableResponse seen() {
            return worker.with().get("/v1/assignments/" + id).then().statusCode(200);
        }
    }

    private Answered answered() {
        var worker = worker();
        var job = Jobs.openJob(rita, Map.of("overlap", 1), 1);
        var id = Jobs.claim(worker, job, 1).getFirst().assignmentId();
        Jobs.submit(worker, id, "cat");
        return new Answered(job, worker, id);
    }

    private ValidatableResponse reject(String id) {
        return rita.sending(FRAUD).post("/v1/assignments/" + id + "/reject").then();
    }

    private void appeal(Answered it) {
        it.worker()
                .sending(Map.of("reason", "I looked at every picture."))
                .post("/v1/assignments/" + it.id() + "/appeal")
                .then()
                .statusCode(200)
                .body("state", is("APPEALED"));
    }

    private static void earned(Person worker, String euros) {
        await().atMost(Jobs.SOON).untilAsserted(() -> worker.with()
                .get("/v1/earnings")
                .then()
                .statusCode(200)
                .body("balances.find { it.currency == 'EUR' }?.earned?.amount", is(euros)));
    }

    @Test
    void silence_pays_on_day_7_an_unanswered_appeal_on_day_14_and_an_upheld_rejection_is_in_no_export() {
        var silent = answered();
        var unanswered = answered();
        var upheld = answered();
        reject(unanswered.id()).statusCode(200).body("outcome", is("UNPAID")).body("pay", is("HELD"));
        reject(upheld.id()).statusCode(200);
        appeal(unanswered);
        appeal(upheld);

        // The oldest first: of the two that are open, the second is ruled on.
        var open = ada.with()
                .get("/v1/appeals?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String ruled = open.getList("items.id", String.class).getLast();
        ada.sending(Map.of("answer", Map.of("animal", "dog")))
                .post("/v1/appeals/" + ruled + "/judgement")
                .then()
                .statusCode(200)
                .body("agrees", is(false))
                .body("shown.answer.animal", is("cat"));
        ada.sending(Map.of("ruling", "UPHELD", "reason", "The answer is the same in all ten pictures."))
                .post("/v1/appeals/" + ruled + "/ruling")
                .then()
                .statusCode(204);

        upheld.seen().body("state", is("REJECTED")).body("pay", is("UNPAID"));
        rita.with()
                .get(upheld.job() + "/exports/answers.jsonl")
                .then()
                .statusCode(200)
                .body(not(containsString(upheld.id())));
        rita.with().get(upheld.job() + "/results").then().statusCode(200).body("items[0].answers", is(0));
        rita.with().get(silent.job() + "/exports/answers.jsonl").then().body(containsString(silent.id()));

        time.pass(Duration.ofDays(7).plusMinutes(1));
        earned(silent.worker(), "0.10");
        silent.seen().body("state", is("APPROVED")).body("decidedBy", is("silence"));
        unanswered.seen().body("state", is("APPEALED"));

        time.pass(Duration.ofDays(7));
        earned(unanswered.worker(), "0.10");
        unanswered.seen().body("state", is("APPROVED")).body("finalBy", is("no-ruling"));
        await().atMost(Jobs.SOON).untilAsserted(() -> unanswered
                .worker()
                .with()
                .get("/v1/me/notices")
                .then()
                .body("items.kind.contains('OVERTURNED')", is(true)));
        upheld.worker().with().get("/v1/earnings").then().statusCode(200).body("balances", empty());
        // Somebody else does the task whose answer is not paid, and then the job can end.
        var other = worker();
        var again = Jobs.claim(other, upheld.job(), 1).getFirst().assignmentId();
        Jobs.submit(other, again, "dog");
        rita.with().post("/v1/assignments/" + again + "/approve").then().statusCode(200);
        earned(other, "0.10");
        for (var job : List.of(silent.job(), unanswered.job(), upheld.job())) {
            await().atMost(Jobs.SOON)
                    .untilAsserted(() -> rita.with().get(job).then().body("state", is("COMPLETED")));
        }
        otto.with().get("/v1/audit").then().statusCode(200).body("ok", is(true));
    }

    @Test
    void the_eleventh_rejection_in_an_hour_is_locked_until_an_operator_has_looked() {
        var worker = worker();
        // Whatever was rejected before belongs to another hour.
        time.pass(Duration.ofMinutes(61));
        var job = Jobs.openJob(rita, Map.of("overlap", 1), 11);
        var ids = new ArrayList<String>();
        for (var claimed : Jobs.claim(worker, job, 11)) {
            Jobs.submit(worker, claimed.assignmentId(), "cat");
            ids.add(claimed.assignmentId());
        }
        ids.subList(0, 10).forEach(id -> reject(id).statusCode(200));

        String lock = reject(ids.get(10))
                .statusCode(423)
                .body("code", is("rejections-locked"))
                .extract()
                .path("lockId");

        otto.sending(Map.of("reason", "Ten copies of one answer, rightly rejected."))
                .post("/v1/rejection-locks/" + lock + "/lift")
                .then()
                .statusCode(200)
                .body("state", is("LIFTED"));
        reject(ids.get(10)).statusCode(200);
    }
}
