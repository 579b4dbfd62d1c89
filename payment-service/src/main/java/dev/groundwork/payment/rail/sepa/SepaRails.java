package dev.groundwork.payment.rail.sepa;

import java.nio.file.Path;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.groundwork.payment.rail.PayoutRail;

/** Offers the rail with a spool folder where one is set. */
@Singleton
class SepaRails {

    /** Without a proxy, so that everybody sees which of the two it is. */
    @Produces
    @Singleton
    PayoutRail rail(SepaConfig config) {
        return config.spool()
                .<PayoutRail>map(folder -> new SpooledSepaRail(config, new Spool(Path.of(folder))))
                .orElseGet(() -> new SepaRail(config));
    }
}
