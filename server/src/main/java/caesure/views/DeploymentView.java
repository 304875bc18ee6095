// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import caesure.chain.HeaderNode;
import caesure.consensus.Deployments;
import caesure.consensus.Params;
import caesure.consensus.SpendRules;
import caesure.consensus.VersionBits;
import caesure.http.Json;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Soft forks as of a block as JSON: getdeploymentinfo, and /rest/deploymentinfo. */
public final class DeploymentView {
    private DeploymentView() {}

    /** Which rules hold in a block, and which in the one after it. */
    public static Json.Obj json(HeaderNode block, Params params) {
        return Json.object()
                .with("hash", block.hash().toString())
                .with("height", block.height())
                .with("script_flags", Json.texts(names(SpendRules.flags(block, params))))
                .with("deployments", deployments(block, params))
                .build();
    }

    /** In the order of their names, as Core keeps them in a sorted map. */
    private static List<String> names(VerifyFlags flags) {
        return Arrays.stream(VerifyFlag.values())
                .filter(flags::has)
                .map(Enum::name)
                .sorted()
                .toList();
    }

    private static Json deployments(HeaderNode block, Params params) {
        Deployments forks = params.deployments();
        int next = block.height() + 1;
        Json.Builder json =
                Json.object()
                        .with("bip34", buried(next, forks.heightInCoinbaseFrom()))
                        .with("bip66", buried(next, forks.strictDerFrom()))
                        .with("bip65", buried(next, forks.lockTimeVerifyFrom()))
                        .with("csv", buried(next, forks.sequenceLocksFrom()))
                        .with("segwit", buried(next, forks.segwitFrom()));
        VersionBits.testDummy(params).ifPresent(fork -> json.with("testdummy", bip9(block, fork)));
        return json.build();
    }

    private static Json buried(int nextHeight, int from) {
        return Json.object()
                .with("type", "buried")
                .with("active", nextHeight >= from)
                .with("height", from)
                .build();
    }

    private static Json bip9(HeaderNode block, VersionBits fork) {
        VersionBits.Status status = fork.after(block.parent());
        VersionBits.Status next = fork.after(Optional.of(block));
        boolean isSignalled = status.state().isSignalled();
        Json.Builder bip9 = Json.object();
        if (isSignalled) bip9.with("bit", fork.bit());
        bip9.with("start_time", fork.startTimeS())
                .with("timeout", fork.timeoutS())
                .with("min_activation_height", fork.activeFrom())
                .with("status", status.state().text())
                .with("since", status.since())
                .with("status_next", next.state().text());
        if (isSignalled) {
            String signals = fork.signals(block);
            bip9.with("statistics", statistics(fork, status.state(), signals))
                    .with("signalling", signals);
        }
        Json.Builder json = Json.object().with("type", "bip9");
        boolean isActive = next.state() == VersionBits.State.ACTIVE;
        if (isActive) json.with("height", next.since());
        return json.with("active", isActive).with("bip9", bip9.build()).build();
    }

    private static Json statistics(VersionBits fork, VersionBits.State state, String signals) {
        int elapsed = signals.length();
        int count = (int) signals.chars().filter(c -> c == '#').count();
        Json.Builder json =
                Json.object()
                        .with("period", fork.period())
                        .with("elapsed", elapsed)
                        .with("count", count);
        if (state == VersionBits.State.LOCKED_IN) return json.build();
        boolean isPossible = fork.period() - fork.threshold() >= elapsed - count;
        return json.with("threshold", fork.threshold()).with("possible", isPossible).build();
    }
}
