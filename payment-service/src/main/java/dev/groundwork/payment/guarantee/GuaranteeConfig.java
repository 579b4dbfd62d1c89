package dev.groundwork.payment.guarantee;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When weeks are reckoned and who pays for them. */
@ConfigMapping(prefix = "groundwork.payment.guarantee")
interface GuaranteeConfig {

    /** Who pays what a week lacks. */
    enum Payer {
        /** The reserve of the job's escrow; where it does not suffice the platform advances it. */
        REQUESTER,
        /** The platform. */
        PLATFORM
    }

    @WithDefault("REQUESTER")
    Payer payer();

    /** How long after its end a week is reckoned first, so that what is under way arrives; later news is posted as a difference. */
    @WithDefault("PT6H")
    Duration grace();
}
