import type * as vscode from 'vscode';
import type { SecretStore } from './transport/prompts';

/** Keys under which secrets lie, so that "Forget Stored Passwords" finds them: SecretStorage has no list. */
const indexKey = 'staticPods.secretKeys';

/** VS Code's SecretStorage, with an index of the keys in the global state (never the secrets). */
export class EditorSecretStore implements SecretStore {
  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly state: vscode.Memento,
  ) {}

  get(key: string): PromiseLike<string | undefined> {
    return this.secrets.get(key);
  }

  async set(key: string, secret: string): Promise<void> {
    await this.secrets.store(key, secret);
    await this.state.update(indexKey, [...new Set([...this.#keys(), key])]);
  }

  async delete(key: string): Promise<void> {
    await this.secrets.delete(key);
    await this.state.update(
      indexKey,
      this.#keys().filter((one) => one !== key),
    );
  }

  /** Deletes every secret this extension stored; tells how many. */
  async forgetAll(): Promise<number> {
    const keys = this.#keys();
    for (const key of keys) {
      await this.secrets.delete(key);
    }
    await this.state.update(indexKey, []);
    return keys.length;
  }

  #keys(): readonly string[] {
    return this.state.get<string[]>(indexKey, []);
  }
}
