// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Reject;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What subscribers of a {@link Chain} hear. */
public sealed interface ChainEvent {

    /** A block was stored, on whatever branch. It can be read. */
    record Stored(HeaderNode block) implements ChainEvent {}

    /** The best chain ends elsewhere. Its worlds can be asked for. */
    record Moved(HeaderNode from, HeaderNode to) implements ChainEvent {

        /** The blocks that are not on the best chain any more, the highest first. */
        public List<HeaderNode> left() {
            return down(from, from.lastCommon(to));
        }

        /** The blocks that are on it now and were not, the lowest first. */
        public List<HeaderNode> joined() {
            List<HeaderNode> path = down(to, from.lastCommon(to));
            Collections.reverse(path);
            return path;
        }

        private static List<HeaderNode> down(HeaderNode top, HeaderNode end) {
            List<HeaderNode> path = new ArrayList<>();
            for (HeaderNode n = top; n != end; n = n.parent().orElseThrow()) path.add(n);
            return path;
        }
    }

    /** A block was found invalid when its coins were looked at. */
    record Refused(HeaderNode block, Reject reject) implements ChainEvent {}
}
