// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.console.Console;
import caesure.console.Report;
import caesure.node.Node;
import caesure.node.NodeListener;
import caesure.node.Peering;
import caesure.node.Progress;
import caesure.node.SyncMeter;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells on the screen what a node does: in a terminal in one line that is written over, otherwise
 * in lines on stdout, since nothing may stand on stderr that is no failure.
 */
final class NodeReport implements NodeListener {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LIVE_EVERY = Duration.ofMillis(200);
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);

    private final Console console;
    private final LongSupplier clock;
    private final Duration every;
    private long nextNs;

    NodeReport(Console console) {
        this(console, System::nanoTime);
    }

    /**
     * @param clock of nanoseconds, from anywhere on
     */
    NodeReport(Console console, LongSupplier clock) {
        this.console = console;
        this.clock = clock;
        this.every = console.isTerminal() ? LIVE_EVERY : PLAIN_EVERY;
        this.nextNs = clock.getAsLong() + every.toNanos();
    }

    /** By one thread at a time. */
    @Override
    public void progress(Progress progress) {
        long nowNs = clock.getAsLong();
        if (nowNs - nextNs < 0) return;
        nextNs = nowNs + every.toNanos();
        if (console.isTerminal()) {
            console.live(progress.words());
        } else {
            console.line(progress.words());
        }
    }

    @Override
    public void warning(String what) {
        if (console.isTerminal()) {
            console.note("warning: " + what);
        } else {
            console.line("warning: " + what);
        }
    }

    /** Shows, where somebody watches, how the node gets on, until it is to end. */
    void follow(Node node) throws InterruptedException, IOException {
        if (!console.isTerminal()) {
            node.awaitStop();
            return;
        }
        var meter = new SyncMeter();
        while (!node.awaitStop(LOOK_EVERY)) {
            if (node.peering().isEmpty()) continue;
            console.live(meter.words(look(node, node.peering().get())));
        }
    }

    private SyncMeter.Look look(Node node, Peering peering) {
        Chain chain = node.chain().orElseThrow();
        HeaderNode tip = chain.tip().node();
        HeaderNode last = chain.headers().bestHeader();
        return new SyncMeter.Look(
                clock.getAsLong(),
                node.clock().nowS(),
                last.height(),
                last.header().time(),
                tip.height(),
                tip.work(),
                last.work(),
                peering.totals().received(),
                peering.count());
    }

    /** Where the best chain ends, and where it lies. */
    void tip(Node node, Chain chain) {
        Chain.Tip tip = chain.tip();
        new Report()
                .with("network", chain.params().network().chain())
                .with("height", tip.node().height())
                .with("bestblock", tip.node().hash().toString())
                .with("txouts", tip.ledger().coinCount())
                .with("data_directory", node.folder().toString())
                .print(console, false);
    }
}
