package dev.groundwork.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.groundwork.local.Marketplace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

/** The desks of finance, adjudicators and operators in a real browser. */
@ExtendWith(SharedMarketplace.class)
class WebDeskTest {

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
                Map.of("GROUNDWORK_MAKER", "mia", "GROUNDWORK_CHECKER", "carl", "GROUNDWORK_BOTH", "fin"));

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
        browser.run("browser/operator.mjs", Map.of("GROUNDWORK_OPERATOR", "otto", "GROUNDWORK_REQUESTER", "rita"));

        Person.demo(marketplace, "otto")
                .with()
                .get("/v1/market-health")
                .then()
                .statusCode(200)
                .body("parts.ready", equalTo(List.of(true, true, true)))
                .body("parts[2].signals", not(empty()));
    }

    private static void owed(Person worker, String what, String euros) {
        await().atMost(Jobs.SOON).untilAsserted(() -> worker.with()
                .get("/v1/earnings")
                .then()
                .statusCode(200)
                .body("balances.find { it.currency == 'EUR' }?." + what + "?.amount", is(euros)));
    }
}
