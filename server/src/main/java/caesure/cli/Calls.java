// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.node.Node;
import caesure.options.NodeOptions;
import caesure.rpc.ActiveCalls;
import caesure.rpc.ControlCalls;
import caesure.rpc.Method;
import caesure.rpc.Methods;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All methods that the node answers. */
final class Calls {
    private Calls() {}

    static Methods of(NodeOptions options, Node node, ActiveCalls active) {
        Path log = options.log().file().orElse(Path.of("/dev/null"));
        List<Method> all = new ArrayList<>();
        all.addAll(
                new ControlCalls(() -> node.stop("by RPC"), active, log, System::nanoTime)
                        .methods());
        return new Methods(all);
    }
}
