package dev.groundwork.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.local.Marketplace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

/** One job through all hands in a real browser: everything that is done in it is done on a screen. */
@ExtendWith(SharedMarketplace.class)
class MarketJourneyTest {

    private final Marketplace marketplace;
    private final RealBrowser browser;

    MarketJourneyTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.browser = new RealBrowser(marketplace);
    }

    @Test
    void a_picture_job_is_posted_answered_reviewed_exported_and_paid_by_two_people()
            throws IOException, InterruptedException {
        var phone = "phone-" + UUID.randomUUID();
        var desk = "desk-" + UUID.randomUUID();

        browser.run(
                "browser/market.mjs",
                Map.of(
                        "GROUNDWORK_REQUESTER", "rita",
                        "GROUNDWORK_PHONE_USER", phone,
                        "GROUNDWORK_DESK_USER", desk,
                        "GROUNDWORK_MAKER", "mia",
                        "GROUNDWORK_CHECKER", "carl"));

        for (var username : List.of(phone, desk)) {
            var worker = Person.whoJoined(marketplace, username);
            worker.with().get("/v1/assignments?state=APPROVED").then().body("items", hasSize(2));
            await().atMost(Jobs.SOON).untilAsserted(() -> worker.with()
                    .get("/v1/earnings")
                    .then()
                    .body("balances.find { it.currency == 'EUR' }.payable.amount", is("0.00"))
                    .body("balances.find { it.currency == 'EUR' }.paidOut.amount", not("0.00")));
        }
        Person.demo(marketplace, "mia").with().get("/v1/audit").then().body("ok", is(true));
    }
}
