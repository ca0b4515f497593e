import { addNode } from './add-node';
import type { Command } from './command';
import { clearFilter, filterNodes, groupNodes, toggleOtherPods, toggleUsage } from './explorer-view';
import { inspect, inspectImage, openTerminal, pullImage, stopContainer } from './containers';
import { deployToNode } from './deploy-to-node';
import { moveKubeletFlags, restartKubelet, setKubeletSetting, showKubeletSettings } from './kubelet';
import { followLogs, showKubeletLog, showLogs, showLogsWithOptions, showPreviousLogs } from './logs';
import { diffManifest, openLocalManifest, openManifest, revealPod, showProblem } from './manifests';
import { deleteMirrorPod, showMirrorPod } from './mirror-pods';
import {
  copyId,
  copyName,
  editNodes,
  explainFailure,
  forgetSecrets,
  reconnectNode,
  refreshNodes,
  removeNode,
  showOutput,
} from './nodes';
import {
  applyFolderPlan,
  choosePrune,
  closePlan,
  diffPlanned,
  planFolder,
  refreshPlan,
  showDrift,
} from './plan-folder';
import { adoptManifests, parkPod, restartPod, rollbackPod, unparkPod } from './pod-places';
import { publishFolder } from './publish-folder';
import { removePod } from './remove-pod';
import { selectKubernetesVersion } from './select-kubernetes-version';
import { refreshDocument, showTimeline } from './timeline';
import { treatAsOrdinaryFile, treatAsStaticPod } from './treat-as';
import { copyWebUrl, openWebList } from './web-source';

/** Every command by its id; test/unit/client/contributions.test.ts holds the table against package.json. */
export const commands: Readonly<Record<string, Command>> = {
  'staticPods.addNode': addNode,
  'staticPods.adoptManifests': adoptManifests,
  'staticPods.applyPlan': applyFolderPlan,
  'staticPods.choosePrune': choosePrune,
  'staticPods.clearFilter': clearFilter,
  'staticPods.closePlan': closePlan,
  'staticPods.copyId': copyId,
  'staticPods.copyName': copyName,
  'staticPods.copyWebUrl': copyWebUrl,
  'staticPods.deleteMirrorPod': deleteMirrorPod,
  'staticPods.deployToNode': deployToNode,
  'staticPods.diffManifest': diffManifest,
  'staticPods.diffPlanned': diffPlanned,
  'staticPods.editNodes': editNodes,
  'staticPods.explainFailure': explainFailure,
  'staticPods.filterNodes': filterNodes,
  'staticPods.followLogs': followLogs,
  'staticPods.forgetSecrets': forgetSecrets,
  'staticPods.groupNodes': groupNodes,
  'staticPods.inspect': inspect,
  'staticPods.inspectImage': inspectImage,
  'staticPods.moveKubeletFlags': moveKubeletFlags,
  'staticPods.openLocalManifest': openLocalManifest,
  'staticPods.openManifest': openManifest,
  'staticPods.openTerminal': openTerminal,
  'staticPods.openWebList': openWebList,
  'staticPods.parkPod': parkPod,
  'staticPods.planFolder': planFolder,
  'staticPods.publishFolder': publishFolder,
  'staticPods.pullImage': pullImage,
  'staticPods.reconnectNode': reconnectNode,
  'staticPods.refreshDocument': refreshDocument,
  'staticPods.refreshNodes': refreshNodes,
  'staticPods.refreshPlan': refreshPlan,
  'staticPods.removeNode': removeNode,
  'staticPods.removePod': removePod,
  'staticPods.restartKubelet': restartKubelet,
  'staticPods.restartPod': restartPod,
  'staticPods.revealPod': revealPod,
  'staticPods.rollbackPod': rollbackPod,
  'staticPods.selectKubernetesVersion': selectKubernetesVersion,
  'staticPods.setKubeletSetting': setKubeletSetting,
  'staticPods.showDrift': showDrift,
  'staticPods.showKubeletLog': showKubeletLog,
  'staticPods.showKubeletSettings': showKubeletSettings,
  'staticPods.showLogs': showLogs,
  'staticPods.showLogsWithOptions': showLogsWithOptions,
  'staticPods.showMirrorPod': showMirrorPod,
  'staticPods.showOutput': showOutput,
  'staticPods.showPreviousLogs': showPreviousLogs,
  'staticPods.showProblem': showProblem,
  'staticPods.showTimeline': showTimeline,
  'staticPods.stopContainer': stopContainer,
  'staticPods.toggleOtherPods': toggleOtherPods,
  'staticPods.toggleUsage': toggleUsage,
  'staticPods.treatAsOrdinaryFile': treatAsOrdinaryFile,
  'staticPods.treatAsStaticPod': treatAsStaticPod,
  'staticPods.unparkPod': unparkPod,
};
