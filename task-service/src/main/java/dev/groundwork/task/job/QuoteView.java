package dev.groundwork.task.job;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.groundwork.kit.money.MoneyBody;

/**
 * What publishing would ask for.
 *
 * @param assignments how many rewards are held: of all answers, and of the workers who are paid beside for finding out that the job is
 *     not for them
 * @param total base, fee and reserve: what is held
 * @param feeRate the fee as a part of the reward
 * @param floor whether the reward passes the wage floor, with the members of the refusal
 */
record QuoteView(
        long assignments,
        MoneyBody base,
        MoneyBody fee,
        MoneyBody reserve,
        MoneyBody total,
        String feeRate,
        Map<String, Object> floor) {

    static QuoteView of(JobDesk.Quote quote, BigDecimal feeRate) {
        var floor = new LinkedHashMap<String, Object>();
        floor.put("passes", quote.floor().passes());
        floor.putAll(quote.floor().members());
        JobPrice price = quote.price();
        return new QuoteView(
                price.assignments(),
                MoneyBody.of(price.base()),
                MoneyBody.of(price.fee()),
                MoneyBody.of(price.reserve()),
                MoneyBody.of(price.total()),
                feeRate.toPlainString(),
                floor);
    }
}
