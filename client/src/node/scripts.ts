import apply from './scripts/apply.sh';
import cancel from './scripts/cancel.sh';
import commit from './scripts/commit.sh';
import crictl from './scripts/crictl.sh';
import files from './scripts/files.sh';
import journal from './scripts/journal.sh';
import json from './scripts/json.sh';
import klog from './scripts/klog.sh';
import kubelet from './scripts/kubelet.sh';
import kubeletChange from './scripts/kubelet-change.sh';
import kubeletSettings from './scripts/kubelet-settings.sh';
import lock from './scripts/lock.sh';
import mirror from './scripts/mirror.sh';
import observe from './scripts/observe.sh';
import places from './scripts/places.sh';
import pods from './scripts/pods.sh';
import preflight from './scripts/preflight.sh';
import probes from './scripts/probes.sh';
import publish from './scripts/publish.sh';
import reconcile from './scripts/reconcile.sh';
import records from './scripts/records.sh';
import revisions from './scripts/revisions.sh';
import sections from './scripts/sections.sh';
import timeline from './scripts/timeline.sh';
import undo from './scripts/undo.sh';
import wait from './scripts/wait.sh';
import webList from './scripts/web-list.sh';

/**
 * The scripts as they go to a node: each file behind the parts that it names in its head. Values never become part of
 * a script's text: they are its arguments, or base64 in the here-document at the end of apply.sh.
 */
export const observeScript = [json, places, sections, kubelet, klog, crictl, observe].join('\n');
export const timelineScript = [places, sections, crictl, timeline].join('\n');
export const mirrorScript = [places, klog, mirror].join('\n');
export const applyScript = [places, lock, journal, apply].join('\n');
export const reconcileScript = [
  ...[json, places, kubelet, crictl, files, records, lock, journal],
  ...[pods, probes, preflight, commit, wait, undo, kubeletChange, reconcile],
].join('\n');
export const revisionsScript = [places, sections, revisions].join('\n');
export const publishScript = [places, sections, files, publish].join('\n');
export const webListScript = [places, sections, webList].join('\n');
export const kubeletSettingsScript = [json, places, sections, kubelet, kubeletSettings].join('\n');
export const cancelScript = [places, journal, cancel].join('\n');
