// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.HeaderRules;
import caesure.consensus.HeaderView;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.console.Report;
import caesure.primitives.Header;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Checks headers one after another, each against those before it in the same file, by all rules of
 * headers. What needs headers before the first one is counted and not checked.
 */
final class HeaderCheck {
    private final Params params;
    private final long nowS;
    private final HeaderRun run;
    private final int from;
    private int links;
    private int targets;
    private int times;
    private int retargets;
    private final List<Integer> uncheckedRetargets = new ArrayList<>();

    /**
     * @param from the height of the first header
     * @param nowS the time, in seconds since 1970
     */
    HeaderCheck(int from, Params params, long nowS) {
        this.from = from;
        this.params = params;
        this.nowS = nowS;
        this.run = new HeaderRun(from);
    }

    /** A header that breaks a rule, and where in the file it stands. */
    record Fault(Header header, int height, long offset, Reject reject) {}

    /**
     * Checks all headers of a file, as far as the first that breaks a rule.
     *
     * @param stop asked before each header
     */
    Optional<Fault> check(ByteString file, BooleanSupplier stop) throws MalformedException {
        ByteReader in = file.reader();
        while (in.remaining() > 0 && !stop.getAsBoolean()) {
            long offset = in.position();
            Header header = Header.read(in);
            Optional<Reject> broken = check(header);
            if (broken.isPresent()) {
                return Optional.of(new Fault(header, run.nextHeight(), offset, broken.get()));
            }
            run.add(header);
        }
        return Optional.empty();
    }

    private Optional<Reject> check(Header header) {
        int height = run.nextHeight();
        if (height == 0 && !header.equals(params.genesis().header())) {
            return Optional.of(
                    Reject.of(
                            Reject.Reason.PREV_BLK_NOT_FOUND,
                            "not the genesis block of " + params.network().chain()));
        }
        Optional<Reject> broken = HeaderRules.checkProofOfWork(header, params);
        if (broken.isEmpty() && height > 0 && run.last().isPresent()) {
            broken = checkBehind(run.last().get(), header);
        }
        if (broken.isEmpty() && height > 0) {
            broken = HeaderRules.checkAtHeight(header, height, params, nowS);
        }
        if (broken.isEmpty() && height > 0 && run.last().isEmpty()) noteRetarget(height, false);
        return broken;
    }

    private Optional<Reject> checkBehind(HeaderView parent, Header header) {
        int height = parent.height() + 1;
        if (!header.previous().equals(parent.hash())) {
            return Optional.of(
                    Reject.of(
                            Reject.Reason.PREV_BLK_NOT_FOUND,
                            "names "
                                    + header.previous()
                                    + ", but "
                                    + parent.hash()
                                    + " is before it"));
        }
        links++;
        Optional<Optional<Reject>> target =
                ifKnown(() -> HeaderRules.checkTarget(header, parent, params));
        noteRetarget(height, target.isPresent());
        if (target.isPresent()) targets++;
        Optional<Optional<Reject>> time =
                ifKnown(() -> HeaderRules.checkTimeBehind(header, parent, params));
        if (time.isPresent()) times++;
        return target.flatMap(t -> t).or(() -> time.flatMap(t -> t));
    }

    private void noteRetarget(int height, boolean checked) {
        boolean retargets = height % params.proofOfWork().interval() == 0;
        if (!retargets || params.proofOfWork().neverRetargets()) return;
        if (checked) {
            this.retargets++;
        } else {
            uncheckedRetargets.add(height);
        }
    }

    /** What a rule says; empty if it asks for a header before the first. */
    private static <T> Optional<T> ifKnown(Supplier<T> rule) {
        try {
            return Optional.of(rule.get());
        } catch (HeaderRun.BeforeStart e) {
            return Optional.empty();
        }
    }

    /** Headers that keep all rules that could be checked. */
    int good() {
        return run.size();
    }

    void report(Report report) {
        report.with("network", params.network().chain()).with("headers", good());
        run.last()
                .ifPresent(last ->
                        report.with("first_height", from)
                                .with("last_height", last.height())
                                .with("last_hash", last.hash().toString()));
        report.with("links_checked", links)
                .with("proofs_of_work_checked", good())
                .with("targets_checked", targets)
                .with("retargets_checked", retargets)
                .with("times_checked", times)
                .with("not_checked", unchecked());
    }

    private List<String> unchecked() {
        var unchecked = new ArrayList<String>();
        if (good() == 0 || from == 0) return unchecked;
        unchecked.add("what the first header follows: the header before it is not in the file");
        int behind = good() - 1; // headers whose parent is known
        if (behind > times) {
            unchecked.add(
                    (behind - times) + " times against the median: fewer than 11 headers before");
        }
        for (int height : uncheckedRetargets) {
            unchecked.add("the retarget at height " + height + ": its period is not complete");
        }
        int others = behind - targets - uncheckedAfterFirst();
        if (others > 0) {
            unchecked.add(
                    others
                            + " targets that depend on blocks before the first (minimum difficulty)");
        }
        return unchecked;
    }

    /** Those of the unchecked retargets that are not at the first header. */
    private int uncheckedAfterFirst() {
        return (int) uncheckedRetargets.stream().filter(height -> height != from).count();
    }
}
