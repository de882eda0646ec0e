import * as vscode from 'vscode';
import { askTopology } from '../ask.js';
import { textsAt } from '../git.js';
import type { CommandContext } from './index.js';
import { configTarget, type GivenFile } from './target.js';

type ClusterCommand = (given?: GivenFile, cluster?: unknown) => Promise<void>;

/** Draws the clusters that a config speaks of. */
export function openTopology(context: CommandContext): ClusterCommand {
  return async (given, cluster) => {
    const target = await configTarget(context, given);
    if (target !== undefined) context.topology.open(target.uri, { name: 'show', ...named(cluster) });
  };
}

/** Searches for the shortest way to break a promise, in the panel. */
export function findShortestFailure(context: CommandContext): ClusterCommand {
  return async (given, cluster) => {
    const target = await configTarget(context, given);
    if (target !== undefined) context.topology.open(target.uri, { name: 'find', ...named(cluster) });
  };
}

/** Plays a failure that a search found, with the chances that show it. */
export function playFailure(
  context: CommandContext,
): (given?: GivenFile, cluster?: unknown, play?: unknown) => Promise<void> {
  return async (given, cluster, play) => {
    const target = await configTarget(context, given);
    if (target === undefined || typeof play !== 'object' || play === null) return;
    context.topology.open(target.uri, { name: 'scenario', argument: play, ...named(cluster) });
  };
}

/** Asks the panel to save or copy what it plays; without a panel opens one first. */
export function exportScenario(context: CommandContext): ClusterCommand {
  return async given => {
    const { current } = context.topology;
    const uri = given ?? current?.uri;
    const target = await configTarget(context, uri);
    if (target !== undefined) context.topology.open(target.uri, { name: 'export' });
  };
}

/** Shows the cluster against what its files say in the last commit. */
export function compareTopology(context: CommandContext): ClusterCommand {
  return async (given, cluster) => {
    const target = await configTarget(context, given);
    if (target === undefined) return;
    const uri = target.uri.toString();
    const snapshot = await askTopology(context.session, { kind: 'snapshot', uri, ...named(cluster) });
    const sources = 'why' in snapshot ? [] : (snapshot.shown?.sources ?? []);
    const files = (sources.length === 0 ? [uri] : sources).map(each => vscode.Uri.parse(each));
    const texts = await textsAt('HEAD', target.uri, files);
    if (texts === undefined) return;
    context.topology.open(target.uri, {
      name: 'compare',
      argument: { label: 'HEAD', texts },
      ...named(cluster),
    });
  };
}

function named(cluster: unknown): { cluster?: string } {
  // Menus give more arguments of their own.
  return typeof cluster === 'string' ? { cluster } : {};
}
