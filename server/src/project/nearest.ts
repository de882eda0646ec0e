export { didYouMean, editDistance, nearest } from '../text/nearest.js';
