import * as vscode from 'vscode';
import type {
  HostKeyAnswer,
  HostKeyQuestion,
  KeyboardInteractiveQuestion,
  PassphraseQuestion,
  PasswordQuestion,
  SshPrompts,
} from './transport/prompts';

/** Asks a connection's questions with VS Code's own input boxes; a QuestionQueue sees to it that one is on the screen at a time. */
export class EditorPrompts implements SshPrompts {
  confirmHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer | undefined> {
    return askHostKey(question);
  }

  password(question: PasswordQuestion): Promise<string | undefined> {
    return askSecret(question.signal, {
      title: `SSH password of ${question.user}@${question.host}`,
      prompt: question.attempt > 1 ? 'That was not the password. Try again.' : 'It is kept in the secret storage.',
    });
  }

  passphrase(question: PassphraseQuestion): Promise<string | undefined> {
    return askSecret(question.signal, {
      title: `Passphrase of the key ${question.file}`,
      prompt: question.attempt > 1 ? 'That was not the passphrase. Try again.' : 'It is kept in the secret storage.',
    });
  }

  sudoPassword(question: PasswordQuestion): Promise<string | undefined> {
    return askSecret(question.signal, {
      title: `sudo password of ${question.user}@${question.host}`,
      prompt:
        question.attempt > 1
          ? 'sudo did not take that password. Try again.'
          : "Manifests and containers are root's. The password goes to sudo's standard input and nowhere else.",
    });
  }

  async keyboardInteractive(question: KeyboardInteractiveQuestion): Promise<readonly string[] | undefined> {
    const answers: string[] = [];
    for (const [position, { text, echo }] of question.prompts.entries()) {
      const step = question.prompts.length > 1 ? ` (${position + 1} of ${question.prompts.length})` : '';
      const answer = await askSecret(question.signal, {
        title: `${question.user}@${question.host} asks${step}: ${text}`,
        prompt: question.instructions === '' ? question.title : question.instructions,
        password: !echo,
      });
      if (answer === undefined) {
        return undefined;
      }
      answers.push(answer);
    }
    return answers;
  }
}

/** An input box that goes away when the question is void. */
async function askSecret(
  signal: AbortSignal,
  options: { readonly title: string; readonly prompt: string; readonly password?: boolean },
): Promise<string | undefined> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await vscode.window.showInputBox({ password: true, ignoreFocusOut: true, ...options }, source.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

async function askHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer | undefined> {
  const { host, keyType, fingerprint, otherKeys, knownHostsFile, remarks, signal } = question;
  const items: (vscode.QuickPickItem & { answer: HostKeyAnswer })[] = [
    {
      label: '$(close) Do not connect',
      detail: 'On the node, `ssh-keygen -l -f /etc/ssh/ssh_host_…_key.pub` tells the true fingerprint.',
      answer: 'reject',
    },
    ...(knownHostsFile === undefined
      ? []
      : [
          {
            label: '$(pass) Trust this key and remember it',
            detail: `Writes it to ${knownHostsFile}`,
            answer: 'remember' as const,
          },
        ]),
    { label: '$(unlock) Trust this key once', detail: 'Until this window closes.', answer: 'once' },
  ];
  const known = otherKeys.map((key) => `${key.keyType} ${key.fingerprint} (${key.file}:${key.line})`);
  const warnings = [
    ...remarks,
    ...(known.length > 0 ? [`Keys of other types are known for this host: ${known.join(', ')}.`] : []),
  ];
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel);
  try {
    const chosen = await vscode.window.showQuickPick(
      items,
      {
        title: `${host} is not known. Its ${keyType} key is ${fingerprint}`,
        placeHolder: warnings.join(' ') || 'Does the fingerprint agree with the one on the node?',
        ignoreFocusOut: true,
      },
      source.token,
    );
    return chosen?.answer;
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
