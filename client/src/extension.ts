import * as vscode from 'vscode';
import { commands } from './commands';
import { registerCommand, type CommandContext } from './commands/command';
import { restoreTreatAs } from './commands/treat-as';
import { Deployments } from './deployments';
import { DriftDocument } from './documents/drift-document';
import { LogDocuments } from './documents/log-document';
import { ManifestDocuments } from './documents/manifest-document';
import { LogFolding } from './documents/log-folding';
import { NodeFiles } from './documents/node-files';
import { ViewDocuments } from './documents/view-document';
import { KubeletProblems } from './kubelet-problems';
import { startLanguageServer } from './language-client';
import { MirrorWatch } from './mirror-watch';
import type { TransportFactory } from './configured-node';
import { judgeListBy } from './node-judge';
import { NodeStore } from './node-store';
import { EditorPrompts } from './prompts';
import { PublishFindings } from './publish-findings';
import { EditorSecretStore } from './secret-store';
import { RuntimeEvents } from './runtime-events';
import { sshSettings } from './ssh-settings';
import { createTransport, QuestionQueue } from './transport';
import { AutomaticRefresh } from './views/automatic-refresh';
import { ManifestStatus } from './views/language-status';
import { ManifestLenses } from './views/manifest-lenses';
import { NodeTree } from './views/node-tree';
import { PlanTree } from './views/plan-tree';

/** Composes the extension: makes the parts, hands them to each other, registers the commands. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Static Pods', { log: true });
  const secrets = new EditorSecretStore(context.secrets, context.globalState);
  const environment = {
    prompts: new EditorPrompts(),
    secrets,
    questions: new QuestionQueue(),
    log: (message: string) => output.info(message),
  };
  const judge = startLanguageServer(context, output);
  const connect: TransportFactory = (target) => createTransport(target, { ...environment, ...sshSettings() });
  const nodes = new NodeStore(connect, output, judgeListBy(judge));
  const tree = new NodeTree(nodes);
  const events = new RuntimeEvents(nodes, output);
  events.setVisible(tree.isVisible);
  const deployments = new Deployments(context.workspaceState);
  const logs = new LogDocuments(nodes, output);
  const manifests = new ManifestDocuments(nodes, judge);
  const nodeFiles = new NodeFiles(nodes, judge, output);
  const views = new ViewDocuments();
  const mirrors = new MirrorWatch(nodes, output);
  const { workspaceState: state } = context;
  const drift = new DriftDocument();
  const documents = { logs, manifests, nodeFiles, views, drift };
  const plans = new PlanTree();
  const findings = new PublishFindings();
  const commandContext: CommandContext = {
    nodes,
    connect,
    tree,
    plans,
    judge,
    output,
    secrets,
    ...documents,
    mirrors,
    deployments,
    findings,
    state,
  };
  context.subscriptions.push(
    nodes,
    tree,
    plans,
    new AutomaticRefresh(nodes, tree),
    mirrors,
    events,
    tree.onDidChangeVisibility(() => events.setVisible(tree.isVisible)),
    deployments,
    findings,
    ...Object.values(documents),
    LogFolding.register(),
    new ManifestLenses(nodes, deployments),
    new ManifestStatus(judge, output),
    new KubeletProblems(nodes, deployments, judge, output),
    judge.onDidStart(() => {
      restoreTreatAs(judge, state)
        .then(() => deployments.restore(judge))
        .catch((error: unknown) => output.error(`What was said of files earlier is not known: ${String(error)}`));
    }),
    ...Object.entries(commands).map(([id, command]) => registerCommand(id, command, commandContext)),
    // The last: all others may have something to say while they are disposed of.
    output,
  );
}
