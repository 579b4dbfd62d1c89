package dev.groundwork.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.groundwork.local.Marketplace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

/** The desks of finance, adjudicators and operators in a real browser. */
@ExtendWith(SharedMarketplace.class)
class WebDeskTest {

    /** Fewer workers have no public record: their single answers would show. */
    private static final int LISTED_WORKERS = 10;

    private final Marketplace marketplace;
    private final RealBrowser browser;

    WebDeskTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.browser = new RealBrowser(marketplace);
    }

    @Test
    void one_person_proposes_a_batch_another_releases_it_and_gives_the_banks_answer_in()
            throws IOException, InterruptedException {
        var rob = Person.demo(marketplace, "rob");
        var workers = List.of(
                Person.newWorker(marketplace, "ES", "ES9121000418450200051332"),
                Person.newWorker(marketplace, "DE", "DE89370400440532013000"));
        var job = Jobs.openJob(rob, Map.of("overlap", 1), 2);
        for (var worker : workers) {
            Jobs.claim(worker, job, 1).forEach(task -> Jobs.submit(worker, task.assignmentId(), "cat"));
        }
        rob.sending(Map.of("approveAll", true)).post(job + "/reviews").then().statusCode(200);
        workers.forEach(worker -> owed(worker, "payable", "0.10"));

        browser.run(
                "browser/finance.mjs",
                Map.of(
                        "GROUNDWORK_MAKER", "mia",
                        "GROUNDWORK_CHECKER", "carl",
                        "GROUNDWORK_BOTH", "fin",
                        "GROUNDWORK_WORKER",
                                workers.getFirst().with().get("/v1/me").path("workerId")));

        workers.forEach(worker -> owed(worker, "paidOut", "0.10"));
        Person.demo(marketplace, "mia")
                .with()
                .get("/v1/audit")
                .then()
                .statusCode(200)
                .body("ok", is(true));
    }

    @Test
    void an_adjudicator_judges_an_appeal_blind_and_rules_by_keys_alone() throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var ada = Person.demo(marketplace, "ada");
        var worker = Person.newWorker(marketplace, "IT", "IT60X0542811101000000123456");
        var job = Jobs.openJob(rita, Map.of("overlap", 1), 1);
        var answer = Jobs.claim(worker, job, 1).getFirst().assignmentId();
        Jobs.submit(worker, answer, "cat");
        var evidence = "The same word stands in ten answers.";
        rita.sending(Map.of("reason", "FRAUD", "evidence", evidence, "clause", "Choose what you see."))
                .post("/v1/assignments/" + answer + "/reject")
                .then()
                .statusCode(200);
        worker.sending(Map.of("reason", "I looked at every picture."))
                .post("/v1/assignments/" + answer + "/appeal")
                .then()
                .statusCode(200);
        // The oldest first: this one is the last.
        String appeal = ada.with()
                .get("/v1/appeals?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<String>getList("items.id")
                .getLast();

        browser.run(
                "browser/appeals.mjs",
                Map.of("GROUNDWORK_ADJUDICATOR", "ada", "GROUNDWORK_APPEAL", appeal, "GROUNDWORK_EVIDENCE", evidence));

        worker.with().get("/v1/assignments/" + answer).then().statusCode(200).body("state", is("APPROVED"));
    }

    @Test
    void an_operator_sees_how_the_market_is_and_everybody_what_it_pays() throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var otto = Person.demo(marketplace, "otto");
        var listed = isListed(rita);
        var words = "There is a face on it.";
        var reported = caseOfReport(otto, Jobs.openJob(rita, Map.of("overlap", 1), 1), words);

        browser.run(
                "browser/operator.mjs",
                Map.of(
                        "GROUNDWORK_OPERATOR", "otto",
                        "GROUNDWORK_REQUESTER", "rita",
                        "GROUNDWORK_LISTED", listed,
                        "GROUNDWORK_CASE", reported,
                        "GROUNDWORK_WORDS", words));

        otto.with()
                .get("/v1/cases/" + reported)
                .then()
                .statusCode(200)
                .body("state", is("CONFIRMED"))
                .body("reason", is("The picture is taken out."));
        otto.with()
                .get("/v1/market-health")
                .then()
                .statusCode(200)
                .body("parts.ready", equalTo(List.of(true, true, true)))
                .body("parts[2].signals", not(empty()));
    }

    /** As many work for a requester as are needed for a record that everybody may read; {@return the requester's id} */
    private String isListed(Person requester) {
        var job = Jobs.openJob(requester, Map.of("overlap", LISTED_WORKERS), 2);
        var workers = Stream.generate(() -> Person.newWorker(marketplace, "ES", "ES9121000418450200051332"))
                .limit(LISTED_WORKERS)
                .toList();
        var offer = "/v1/offers/" + idOf(job);
        await().atMost(Jobs.SOON)
                .untilAsserted(() -> workers.getFirst().with().get(offer).then().statusCode(200));
        String id = workers.getFirst().with().get(offer).path("requesterId");
        workers.forEach(
                worker -> Jobs.claim(worker, job, 2).forEach(task -> Jobs.submit(worker, task.assignmentId(), "cat")));
        requester
                .sending(Map.of("approveAll", true))
                .post(job + "/reviews")
                .then()
                .statusCode(200);
        await().atMost(Jobs.SOON).untilAsserted(() -> Person.anonymous(marketplace)
                .get("/v1/requesters?search=" + id)
                .then()
                .statusCode(200)
                .body("items", hasSize(1)));
        return id;
    }

    /** {@return the case that one worker's word on a harmful task opens} */
    private String caseOfReport(Person operator, String job, String words) {
        var worker = Person.newWorker(marketplace, "DE", "DE89370400440532013000");
        var claimed = Jobs.claim(worker, job, 1).getFirst();
        worker.sending(Map.of("fault", "HARMFUL", "note", words))
                .put("/v1/assignments/" + claimed.assignmentId() + "/report")
                .then()
                .statusCode(200);
        return operator.with()
                .get("/v1/cases?state=OPEN&limit=200")
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.jobId == '" + idOf(job) + "' }.id");
    }

    private static String idOf(String job) {
        return job.substring(job.lastIndexOf('/') + 1);
    }

    private static void owed(Person worker, String what, String euros) {
        await().atMost(Jobs.SOON).untilAsserted(() -> worker.with()
                .get("/v1/earnings")
                .then()
                .statusCode(200)
                .body("balances.find { it.currency == 'EUR' }?." + what + "?.amount", is(euros)));
    }
}
