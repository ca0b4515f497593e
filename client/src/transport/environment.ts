import { settleUnlessAborted } from './abort';
import type { SecretStore, SshPrompts } from './prompts';

/** What a transport needs of the program it runs in. One for all nodes of a window or a command line. */
export interface TransportEnvironment {
  /** Left out where nobody can be asked: what would need an answer then fails with a message that says so. */
  readonly prompts?: SshPrompts;
  readonly secrets: SecretStore;
  /** Shared by all transports, so that one question is on the screen at a time and none is asked twice. */
  readonly questions: QuestionQueue;
  /** Accept and remember the key of a host that known_hosts says nothing about, as StrictHostKeyChecking=accept-new does. */
  readonly acceptNewHostKey?: boolean;
  /** Read instead of ~/.ssh/config and /etc/ssh/ssh_config. */
  readonly sshConfigFile?: string;
  /**
   * `openssh`: connect by the `ssh` of this machine. By default ssh2 does, and `ssh` only where it is needed: for
   * certificates and security keys.
   */
  readonly sshClient?: 'auto' | 'openssh';
  /** What ~ stands for; default: this user's home folder. */
  readonly homeDirectory?: string;
  /** The environment variables that agent, tokens and `ssh -G` see. Default: this process's. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** For a log: connections made, lost, refused. Never secrets, never output. */
  readonly log?: (message: string) => void;
}

/** Asks one question after the other. */
export class QuestionQueue {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Resolves and rejects as `question` does, which is not called before all earlier questions are settled. A question
   * whose signal is aborted is over, also where whoever shows it goes on waiting: it holds up no other.
   */
  async ask<T>(question: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = async (): Promise<T> => {
      signal?.throwIfAborted();
      return settleUnlessAborted(question(), signal);
    };
    const result = this.last.then(turn, turn);
    this.last = result;
    return result;
  }
}
